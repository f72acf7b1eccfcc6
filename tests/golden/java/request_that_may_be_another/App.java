import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

public class App {
    static void run(boolean again) {
        GetItemRequest request = org.acme.Orders.request();
        if (again) {
            request = GetItemRequest.builder().tableName("again").build();
        }
        DynamoDbClient.create().getItem(request);
    }
}
