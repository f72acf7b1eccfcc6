package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App implements RequestHandler<Map<String, String>, String> {
    private final S3Client s3 = S3Client.create();

    public void put() {
        s3.putObject(b -> b.bucket("put").key("a"), RequestBody.empty());
    }

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        try {
            getClass().getMethod(event.get("action")).invoke(this);
        } catch (ReflectiveOperationException e) {
            return "no";
        }
        return "yes";
    }

    static class Other {
        private final S3Client s3 = S3Client.create();

        public void remove() {
            s3.deleteObject(b -> b.bucket("removed").key("a"));
        }
    }
}
