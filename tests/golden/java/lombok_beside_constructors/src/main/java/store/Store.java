package store;

import lombok.AllArgsConstructor;
import lombok.RequiredArgsConstructor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

@RequiredArgsConstructor
public class Store {
    private final DynamoDbClient client;
    private final String table;
    private final int tries;

    // What it calls is Lombok's.
    public Store(DynamoDbClient client) {
        this(client, "of-its-own", 3);
    }

    Object read(String key) {
        return client.getItem(GetItemRequest.builder().tableName(table).build());
    }

    public static void main(String[] args) {
        DynamoDbClient client = DynamoDbClient.create();
        new Store(client).read("a");
        new Store(client, "given", 1).read("b");
        new Notes("notes", client).read();
    }
}

@AllArgsConstructor
class Notes {
    private String table;
    private DynamoDbClient client;

    Notes() {
        this("none", null);
    }

    Object read() {
        return client.getItem(GetItemRequest.builder().tableName(table).build());
    }
}
