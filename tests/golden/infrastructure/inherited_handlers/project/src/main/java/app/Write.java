package app;

import org.example.web.GatewayHandler;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class Write extends GatewayHandler<String, String> {
    private final S3Client s3 = S3Client.create();

    @Override
    protected String processInput(String text) {
        s3.putObject(b -> b.bucket("files").key("out"), RequestBody.fromString(text));
        return text;
    }
}
