package app;

import java.util.function.Function;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.S3Client;

@Component("keep")
public class Archive implements Function<String, String> {
    private final S3Client store;

    Archive(S3Client store) {
        this.store = store;
    }

    @Override
    public String apply(String key) {
        return store.getObjectAsBytes(b -> b.bucket(System.getenv("BUCKET")).key(key)).asUtf8String();
    }
}
