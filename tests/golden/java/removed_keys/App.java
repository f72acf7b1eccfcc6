package app;

import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import java.util.HashMap;
import java.util.Map;

public class App {
    private final AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();

    public void handleRequest(String event) {
        Map<String, String> removed = new HashMap<>();
        removed.put("bucket", "removed");
        removed.remove("bucket");
        String bucket = removed.get("bucket");
        if (bucket == null) {
            bucket = "after-remove";
        }
        s3.putObject(bucket, "k", "c");
        Map<String, String> cleared = new HashMap<>();
        cleared.put("bucket", "cleared");
        cleared.clear();
        if (cleared.get("bucket") == null) {
            s3.putObject("after-clear", "k", "c");
        }
        Map<String, String> some = new HashMap<>();
        some.put("bucket", "some");
        some.remove(event);
        if (some.get("bucket") == null) {
            s3.putObject("after-some", "k", "c");
        }
        s3.getObject(some.getOrDefault("bucket", "default"), "k");
    }
}
