package app;

import com.example.lib.Named;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** An annotation has this made, as something of a library's type; nobody calls what the class itself has. */
public class Draft implements Entry, Named {
    private static final DynamoDbClient client = DynamoDbClient.create();

    public static Draft latest(String id) {
        client.query(r -> r.tableName(id));
        return new Draft();
    }

    public void store(String id) { store(id, "drafts"); }

    public void store(String id, String table) { client.describeTable(r -> r.tableName(table)); }

    @Override
    public String id() { return "draft"; }
}
