package app;

import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class Stow extends Base {
    private final S3Client s3 = S3Client.create();

    @Override
    protected String process(Map<String, String> event) {
        s3.putObject(request -> request.bucket("attic").key(event.get("key")), RequestBody.fromString(event.get("text")));
        return "stowed";
    }
}
