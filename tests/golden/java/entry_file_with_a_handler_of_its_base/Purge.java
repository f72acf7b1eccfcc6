package app;

import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class Purge extends Base {
    private final S3Client s3 = S3Client.create();

    @Override
    protected String process(Map<String, String> event) {
        s3.deleteObject(request -> request.bucket("attic").key(event.get("key")));
        return "gone";
    }
}
