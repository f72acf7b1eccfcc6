package shop;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Table {
    private final DynamoDbClient database = DynamoDbClient.create();

    public Table load(String name) {
        database.getItem(b -> b.tableName(name));
        return this;
    }

    public void drop(String name) {
        database.deleteTable(b -> b.tableName(name));
    }
}
