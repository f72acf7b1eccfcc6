package core;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public final class Apps {
    static final class Tables implements Store {
        private final DynamoDbClient client;

        Tables(DynamoDbClient client) {
            this.client = client;
        }

        @Override
        public void remove(String table) {
            client.deleteTable(request -> request.tableName(table));
        }
    }

    public static void ready() {
        Registry.store = new Tables(DynamoDbClient.create());
    }
}
