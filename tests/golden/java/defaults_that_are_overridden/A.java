import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class A {
    private static final S3Client S3 = S3Client.create();

    public static void main(String[] args) {
        get(settings().get("bucket"), "environment");
        String[] copied = {"default"};
        System.arraycopy(args, 0, copied, 0, 1);
        get(copied[0], "copied");
        Map<String, String> set = new HashMap<>(System.getenv());
        set.put("bucket", "set");
        get(set.get("bucket"), "set");
    }

    private static Map<String, String> settings() {
        Map<String, String> found = new HashMap<>(Map.of("bucket", "default"));
        found.putAll(System.getenv());
        return found;
    }

    private static void get(String bucket, String key) {
        S3.getObject(r -> r.bucket(bucket).key(key));
    }
}
