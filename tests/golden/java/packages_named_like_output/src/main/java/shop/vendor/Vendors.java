package shop.vendor;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Those who sell, not copies of libraries. */
public class Vendors {
    public static void list() {
        DynamoDbClient.create().scan(r -> r.tableName("vendors"));
    }
}
