import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Own {
    static class S3Client {
        void putObject(String bucket, String key) {
        }
    }

    static class Cache {
        private final Map<String, String> items = new HashMap<>();

        String getItem(String key) {
            return items.get(key);
        }

        void deleteItem(String key) {
            items.remove(key);
        }
    }

    void work(Object unknown, SqsClient sqs) {
        new S3Client().putObject("b", "k");
        Cache cache = new Cache();
        cache.getItem("a");
        cache.deleteItem("a");
        unknown.toString();
        sqs.listQueues();
    }
}
