package app;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Order implements Entry {
    private static final DynamoDbClient client = DynamoDbClient.create();
    private final String table;

    public Order(String table) { this.table = table; }

    @Override
    public String id() { return table; }

    public void publish(String id) { client.deleteItem(r -> r.tableName(table)); }
}
