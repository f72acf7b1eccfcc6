package com.shop.core;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public final class Store {
    private final DynamoDbClient client = DynamoDbClient.create();

    public void remove() {
        client.deleteTable(request -> request.tableName(Names.ORDERS));
    }

    public void unused() {
        client.listTables();
    }
}
