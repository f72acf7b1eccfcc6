package app;

import com.example.lib.Lib;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the program calls of one object says nothing of another one of the class, which a library gets. */
public class App {
    private static final DynamoDbClient client = DynamoDbClient.create();

    public static class Table {
        private final String name;

        public Table(String name) { this.name = name; }

        public void load(String id) { fetch(name); }

        private void fetch(String from) { client.getItem(r -> r.tableName(from)); }
    }

    public static class Below extends Table {
        public Below(String name) { super(name); }
    }

    public static class Shelf {
        private final String name;

        public Shelf(String name) { this.name = name; }

        public void put(String id) { client.putItem(r -> r.tableName(name)); }
    }

    public static class Plain {
        private final String name;

        public Plain(String name) { this.name = name; }

        public void drop(String id) { client.deleteItem(r -> r.tableName(name)); }
    }

    private static void sweep(String name) { client.scan(r -> r.tableName(name)); }

    public void handle() {
        new Table("called").load("x");
        Lib.run(new Table("itself"));
        Lib.run(List.of(new Table("in_list")), Map.of("table", new Table("in_map")));
        Lib.run(new Below("below"));
    }

    public void ofClass() {
        new Shelf("known").put("x");
        Lib.register(Shelf.class);
    }

    public void inContainer() {
        sweep("known");
        Consumer<String> found = App::sweep;
        Lib.run(Map.of("sweep", found));
    }

    public void notedDown() {
        new Plain("used").drop("x");
        Plain unused = new Plain("unused");
        System.out.println(unused);
        Lib.logger().info("made {}", unused);
    }
}
