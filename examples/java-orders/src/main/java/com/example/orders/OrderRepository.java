package com.example.orders;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** Orders in a table. */
class OrderRepository {
    private static final String TABLE = "orders";

    private final DynamoDbClient dynamo = DynamoDbClient.create();

    boolean exists(Order order) {
        GetItemRequest request = GetItemRequest.builder()
                .tableName(TABLE)
                .key(Map.of("id", AttributeValue.fromS(order.id())))
                .build();
        return dynamo.getItem(request).hasItem();
    }

    void save(Order order) {
        PutItemRequest.Builder request = PutItemRequest.builder().tableName(TABLE);
        request.item(Map.of(
                "id", AttributeValue.fromS(order.id()),
                "customer", AttributeValue.fromS(order.customer()),
                "cents", AttributeValue.fromN(Long.toString(order.cents()))));
        dynamo.putItem(request.build());
    }
}
