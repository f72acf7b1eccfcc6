package held;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import elsewhere.Registry;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.lang3.concurrent.LazyInitializer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.Lazy;

/** Clients in what holds one value, in caches, and in what a library makes on demand. */
public class Clients {
    private static final ThreadLocal<S3Client> PER_THREAD = new ThreadLocal<>() {
        @Override
        protected S3Client initialValue() {
            return S3Client.create();
        }
    };

    private final AtomicReference<SqsClient> swapped = new AtomicReference<>();
    private final AtomicReference<S3Client> updated = new AtomicReference<>();
    private final ThreadLocal<S3Client> assigned = new ThreadLocal<>();
    private final CompletableFuture<S3Client> promised = new CompletableFuture<>();
    private final WeakReference<S3Client> weak = new WeakReference<>(S3Client.create());
    private final Lazy<S3Client> lazy = new Lazy<>(S3Client::create);
    private final LoadingCache<String, S3Client> loading = CacheBuilder.newBuilder().maximumSize(9).build(
        new CacheLoader<String, S3Client>() {
            @Override
            public S3Client load(String region) {
                return S3Client.create();
            }
        });
    private final Cache<String, S3Client> filled = CacheBuilder.newBuilder().build();
    private final com.github.benmanes.caffeine.cache.LoadingCache<String, S3Client> caffeine =
        Caffeine.newBuilder().maximumSize(9).build(region -> S3Client.create());
    private final LazyInitializer<S3Client> initializer = new LazyInitializer<>() {
        @Override
        protected S3Client initialize() {
            return S3Client.create();
        }
    };

    void run() throws Exception {
        PER_THREAD.get().putObject(b -> b.bucket("per-thread").key("k"), Path.of("f"));
        swapped.compareAndSet(null, SqsClient.create());
        swapped.get().purgeQueue(b -> b.queueUrl("https://sqs.eu-west-1.amazonaws.com/111122223333/swapped"));
        updated.updateAndGet(old -> old == null ? S3Client.create() : old)
            .putObject(b -> b.bucket("updated").key("k"), Path.of("f"));
        assigned.set(S3Client.create());
        assigned.get().putObject(b -> b.bucket("assigned").key("k"), Path.of("f"));
        promised.complete(S3Client.create());
        promised.thenAccept(client -> client.putObject(b -> b.bucket("promised").key("k"), Path.of("f")));
        weak.get().putObject(b -> b.bucket("weak").key("k"), Path.of("f"));
        lazy.getValue().putObject(b -> b.bucket("lazy").key("k"), Path.of("f"));
        loading.getUnchecked("eu").putObject(b -> b.bucket("loading").key("k"), Path.of("f"));
        filled.get("eu", () -> S3Client.create()).putObject(b -> b.bucket("filled").key("k"), Path.of("f"));
        filled.getIfPresent("eu").putObject(b -> b.bucket("present").key("k"), Path.of("f"));
        caffeine.get("eu").putObject(b -> b.bucket("caffeine").key("k"), Path.of("f"));
        initializer.get().putObject(b -> b.bucket("initializer").key("k"), Path.of("f"));
        Registry.current().deleteBucket(b -> b.bucket("elsewhere"));
    }

    public static void main(String[] args) throws Exception {
        new Clients().run();
    }
}
