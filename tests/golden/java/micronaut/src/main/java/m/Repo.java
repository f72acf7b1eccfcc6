package m;

import io.micronaut.context.annotation.*;
import io.micronaut.core.annotation.NonNull;
import io.micronaut.http.annotation.*;
import jakarta.inject.*;
import java.util.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.*;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.ssm.SsmClient;

interface Books { Optional<String> find(String id); void delete(String id); }

@ConfigurationProperties("books")
class BookConfig { private String table; public String getTable() { return table; } public void setTable(String t) { table = t; } }

@Singleton
@Primary
class DynamoBooks implements Books {
    private final DynamoDbClient client;
    private final BookConfig config;

    DynamoBooks(DynamoDbClient client, BookConfig config) { this.client = client; this.config = config; }

    @Override public Optional<String> find(String id) {
        GetItemResponse r = client.getItem(GetItemRequest.builder().tableName(config.getTable()).key(Map.of("id", AttributeValue.fromS(id))).build());
        return Optional.ofNullable(r.item()).map(i -> i.get("name")).map(AttributeValue::s);
    }
    @Override public void delete(String id) {
        client.deleteItem(DeleteItemRequest.builder().tableName("books-" + System.getenv("STAGE")).build());
    }
}

@Factory
class Clients {
    @Bean @Singleton SsmClient ssm() { return SsmClient.builder().build(); }
    @Singleton @Named("alerts") SnsAsyncClient sns() { return SnsAsyncClient.create(); }
}

@Controller("/books")
class BookController {
    @Inject Books books;
    @Inject @Named("alerts") SnsAsyncClient sns;
    private final Provider<SsmClient> ssm;
    @Property(name = "topic") String topic;

    BookController(Provider<SsmClient> ssm) { this.ssm = ssm; }

    @Get("/{id}") Optional<String> get(String id) { return books.find(id); }
    @Delete("/{id}") void remove(String id) {
        books.delete(id);
        sns.publish(p -> p.topicArn(topic).message(id)).join();
        ssm.get().getParameters(g -> g.names("/a", "/b"));
    }
}
