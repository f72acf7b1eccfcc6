package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Keep implements RequestHandler<String, String> {
    private final DynamoDbClient client = DynamoDbClient.create();

    static String chosen(String key, String otherwise) {
        String value = System.getenv(key);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        return value;
    }

    public String handleRequest(String input, Context context) {
        client.getItem(r -> r.tableName(chosen("TABLE", "java-default")));
        client.scan(r -> r.tableName(chosen("PERHAPS", "java-perhaps")));
        return input;
    }
}
