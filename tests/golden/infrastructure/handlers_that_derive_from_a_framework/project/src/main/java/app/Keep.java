package app;

import java.util.function.Function;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Component("keep")
public class Keep implements Function<String, String> {
    private final S3Client bucket = S3Client.create();

    @Override
    public String apply(String text) {
        bucket.putObject(one -> one.bucket(System.getenv("BUCKET")).key(text), RequestBody.fromString(text));
        return text;
    }
}
