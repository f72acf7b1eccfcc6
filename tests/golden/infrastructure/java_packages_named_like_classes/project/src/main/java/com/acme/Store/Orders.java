package com.acme.Store;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class Orders {
    private final DynamoDbClient client = DynamoDbClient.create();

    public void put(String id) {
        client.putItem(r -> r.tableName(System.getenv("TABLE")).item(Map.of("id", AttributeValue.fromS(id))));
    }

    public static class Reading {
        public static void get(String id) {
            DynamoDbClient.create().getItem(r -> r.tableName(System.getenv("TABLE")).key(Map.of("id", AttributeValue.fromS(id))));
        }
    }
}
