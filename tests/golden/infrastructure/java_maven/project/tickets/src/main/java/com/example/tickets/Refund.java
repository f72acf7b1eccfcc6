package com.example.tickets;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

public class Refund implements RequestHandler<Map<String, String>, String> {
    private final DynamoDbClient dynamo = DynamoDbClient.create();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        dynamo.deleteItem(DeleteItemRequest.builder()
            .tableName(System.getenv("TICKETS"))
            .key(Map.of("id", AttributeValue.fromS(event.get("id"))))
            .build());
        return "gone";
    }
}
