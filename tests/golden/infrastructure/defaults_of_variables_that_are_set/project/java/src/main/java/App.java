import java.util.Optional;
import java.util.Map;
import com.amazonaws.services.lambda.runtime.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class App implements RequestHandler<Map<String, String>, String> {
    private final DynamoDbClient c = DynamoDbClient.create();

    static String env(String name, String def) {
        String v = System.getenv(name);
        return v != null ? v : def;
    }

    public String handleRequest(Map<String, String> event, Context context) {
        c.getItem(r -> r.tableName("a-" + System.getenv().getOrDefault("STAGE", "dev")));
        c.getItem(r -> r.tableName("b-" + Optional.ofNullable(System.getenv("STAGE")).orElse("dev")));
        c.getItem(r -> r.tableName(String.format("c-%s", env("STAGE", "dev"))));
        String stage = System.getenv("STAGE");
        if (stage == null || stage.isEmpty()) {
            stage = "dev";
        }
        String s = stage;
        c.getItem(r -> r.tableName("d-" + s));
        return "";
    }
}
