package app;

import com.example.lib.Lib;
import com.example.lib.Tool;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is written down as data, or named in an annotation, has nothing called that does anything. */
public class App {
    private static final DynamoDbClient client = DynamoDbClient.create();

    public static class Job {
        public static void start() { client.scan(r -> r.tableName("jobs")); }

        public void run(String id) { client.updateItem(r -> r.tableName("jobs")); }
    }

    public Map<?, ?> handle(String table) {
        Entry order = new Order(table);
        client.putItem(r -> r.tableName(order.id()).item(Lib.MAPPER.convertValue(order, Map.class)));
        return Lib.MAPPER.readValue(Lib.MAPPER.writeValueAsString(order), Map.class);
    }

    /** Of these nothing is known: they may call anything. */
    public void others() {
        Tool.use(new Job());
        Tool.start(Job.class);
    }
}
