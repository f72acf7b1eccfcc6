package com.example.tickets;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsClient;

public class Sell implements RequestHandler<Map<String, String>, String> {
    private final DynamoDbClient dynamo = DynamoDbClient.create();
    private final SnsClient sns = SnsClient.create();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        String id = event.get("id");
        dynamo.putItem(request -> request
            .tableName(System.getenv("TICKETS"))
            .item(Map.of("id", AttributeValue.fromS(id))));
        sns.publish(request -> request.topicArn(System.getenv("SOLD")).message(id));
        return id;
    }
}
