import java.util.Map;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

public class App {
    public void handle(Map<String, String> event) {
        DynamoDbClient.builder().region(Region.EU_WEST_1).build().scan(r -> r.tableName("told"));
        DynamoDbClientBuilder builder = DynamoDbClient.builder();
        if (event.containsKey("r")) {
            builder.region(Region.EU_WEST_1);
        }
        builder.build().scan(r -> r.tableName("perhaps"));
        DynamoDbClient.builder()
            .region(event.containsKey("x") ? Region.EU_WEST_1 : Region.of(System.getenv("AWS_REGION"))).build()
            .scan(r -> r.tableName("here-or-there"));
        DynamoDbClient.builder().region(Region.of(System.getenv("AWS_REGION"))).build().scan(r -> r.tableName("here"));
    }
}
