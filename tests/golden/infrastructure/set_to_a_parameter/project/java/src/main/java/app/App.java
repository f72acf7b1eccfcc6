package app;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A variable that is set to a parameter is set; whether to something, the parameter's declaration says. */
public class App {
    private final DynamoDbClient client = DynamoDbClient.create();

    public String handleRequest(Object event) {
        String plain = System.getenv("PLAIN");
        String there = plain == null ? "no-plain" : plain;
        client.getItem(r -> r.tableName(there));
        String filled = System.getenv("FILLED");
        String something = filled.isEmpty() ? "no-filled" : filled;
        client.scan(r -> r.tableName(something));
        return "";
    }
}
