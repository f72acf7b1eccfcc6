package app;

import com.google.inject.*;
import java.util.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.*;

/** Two libraries are imported whole: a class that neither is known to have is the SDK's only where it is used as one. */
public class App {
    static class Repository {
        private final DynamoDbClient client;

        @Inject
        Repository(DynamoDbClient client) {
            this.client = client;
        }

        void save(String id) {
            client.putItem(r -> r.tableName("orders").item(Map.of("id", AttributeValue.builder().s(id).build())));
        }
    }

    static class Clients extends AbstractModule {
        @Provides
        @Singleton
        DynamoDbClient client() {
            return DynamoDbClient.create();
        }
    }

    private final Injector injector = Guice.createInjector(new Clients());

    public String handleRequest(Map<String, String> event, Object context) {
        injector.getInstance(Repository.class).save(event.get("id"));
        return "";
    }
}
