import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.waiters.S3Waiter;

public class App {
    private final S3AsyncClient async = S3AsyncClient.builder().build();
    private final DynamoDbAsyncClient table = DynamoDbAsyncClient.create();

    public CompletableFuture<String> head() {
        return async.headObject(h -> h.bucket("heads").key("k"))
                .thenCompose(found -> table.getItem(g -> g.tableName("orders")))
                .thenApply(item -> item.toString())
                .whenComplete((value, error) -> async.deleteObject(d -> d.bucket("heads").key("gone")));
    }

    public void list() {
        S3Client s3 = S3Client.create();
        var request = ListObjectsV2Request.builder().bucket("listed").build();
        s3.listObjectsV2Paginator(request).contents().forEach(System.out::println);
        s3.listObjectsV2Paginator(request).stream()
                .flatMap(page -> page.contents().stream())
                .map(object -> object.key())
                .forEach(key -> s3.deleteObject(d -> d.bucket("listed").key(key)));
        try (S3Waiter waiter = S3Waiter.builder().client(s3).build()) {
            waiter.waitUntilBucketExists(w -> w.bucket("awaited"));
        }
        try (DynamoDbClient dynamo = DynamoDbClient.create()) {
            dynamo.waiter().waitUntilTableExists(w -> w.tableName("made"));
        }
    }
}
