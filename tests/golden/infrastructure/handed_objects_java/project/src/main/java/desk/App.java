package desk;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.example.pipelines.Bus;
import com.example.pipelines.Listen;
import com.example.pipelines.Step;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class App implements RequestHandler<List<String>, String> {
    private static final DynamoDbClient DB = DynamoDbClient.create();
    private static final String RECORDS = System.getenv("RECORDS");

    static class Load extends Step {
        @Override
        public void process(String row) { DB.putItem(b -> b.tableName(RECORDS)); }

        public void never() { DB.deleteTable(b -> b.tableName(RECORDS)); }
    }

    static class Lock implements AutoCloseable {
        public void close() { DB.updateItem(b -> b.tableName(RECORDS)); }

        public void steal() { DB.createTable(b -> b.tableName(RECORDS)); }
    }

    static class Tick extends TimerTask {
        public void run() { DB.scan(b -> b.tableName(RECORDS)); }
    }

    static class Title {
        @Override
        public String toString() { return DB.getItem(b -> b.tableName(RECORDS)).toString(); }
    }

    static class Listener {
        @Listen
        public void heard(String what) { DB.deleteItem(b -> b.tableName(RECORDS)); }
    }

    static class Amount extends JsonSerializer<String> {
        @Override
        public void serialize(String value, Object to, Object by) { DB.query(b -> b.tableName(RECORDS)); }
    }

    static class Answer {
        @JsonSerialize(using = Amount.class)
        public String amount;
    }

    static void count() { DB.describeTable(b -> b.tableName(RECORDS)); }

    static void back() { DB.listTables(); }

    @Override
    public String handleRequest(List<String> rows, Context context) {
        new Bus().start(new Load());
        try (Lock lock = new Lock()) {
            new Timer().schedule(new Tick(), 10);
        }
        System.out.println("desk: " + new Title());
        new Bus().register(new Listener());
        Runtime.getRuntime().addShutdownHook(new Thread(App::count));
        try {
            App.class.getDeclaredMethod("back").invoke(null);
            return new ObjectMapper().writeValueAsString(new Answer());
        } catch (Exception e) {
            return "";
        }
    }
}
