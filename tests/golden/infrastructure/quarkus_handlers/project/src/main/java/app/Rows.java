package app;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ApplicationScoped
public class Rows {
    private final DynamoDbClient client = DynamoDbClient.create();

    void warm(@Observes StartupEvent event) {
        client.describeTable(b -> b.tableName(System.getenv("ROWS")));
    }

    public String read(String id) {
        return client.getItem(b -> b.tableName(System.getenv("ROWS")).key(key(id))).toString();
    }

    public String drop(String id) {
        return client.deleteItem(b -> b.tableName(System.getenv("ROWS")).key(key(id))).toString();
    }

    private Map<String, AttributeValue> key(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }
}
