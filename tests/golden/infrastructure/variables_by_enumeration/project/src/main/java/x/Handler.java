package x;

import software.amazon.awssdk.enhanced.dynamodb.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Handler {
    private final SessionService sessions = new SessionService(ConfigService.create());
    private final ClientService clients = new ClientService(ConfigService.create());

    public String handleRequest(String event) {
        clients.get(event);
        sessions.update(new SessionItem());
        return "";
    }
}

class SessionService {
    private final DataStore<SessionItem> store;
    SessionService(ConfigService config) { store = DataStore.create(EnvironmentVariable.SESSIONS, SessionItem.class, config); }
    void update(SessionItem item) { store.update(item); }
}

class ClientService {
    private final DataStore<ClientItem> store;
    ClientService(ConfigService config) { store = DataStore.create(EnvironmentVariable.CLIENTS, ClientItem.class, config); }
    ClientItem get(String id) { return store.getItem(id); }
}

interface DataStore<T> {
    static <T> DataStore<T> create(EnvironmentVariable name, Class<T> klass, ConfigService config) {
        return isLocal() ? new InMemoryDataStore<>(name.name()) : new DynamoDataStore<>(config.getEnvironmentVariable(name), klass, DynamoDataStore.getClient());
    }
    static boolean isLocal() { return System.getenv("LOCAL") != null; }
    T getItem(String key);
    T update(T item);
}

class InMemoryDataStore<T> implements DataStore<T> {
    private final String name;
    InMemoryDataStore(String name) { this.name = name; }
    public T getItem(String key) { return null; }
    public T update(T item) { return item; }
}

class DynamoDataStore<T> implements DataStore<T> {
    private final DynamoDbTable<T> table;
    DynamoDataStore(String name, Class<T> klass, DynamoDbEnhancedClient client) {
        this.table = client.table(name, TableSchema.fromBean(klass));
    }
    static DynamoDbEnhancedClient getClient() {
        var client = DynamoDbClient.builder().build();
        return DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
    }
    public T getItem(String key) { return table.getItem(Key.builder().partitionValue(key).build()); }
    public T update(T item) { return table.updateItem(item); }
}

class SessionItem { }
class ClientItem { }

enum EnvironmentVariable { A, B, C, D, E, F, G, H, SESSIONS, CLIENTS }
abstract class ConfigService {
    static ConfigService create() { if (System.getenv("LOCAL") != null) { return new LocalConfig(); } return new AppConfig(); }
    abstract String secret(String path);
    String getEnvironmentVariable(EnvironmentVariable v) { return System.getenv(v.name()); }
}
class LocalConfig extends ConfigService { String secret(String path) { return ""; } }
class AppConfig extends ConfigService { String secret(String path) { return ""; } }
