package shop.build;

import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

public class Builder {
    private final S3Client client = S3Client.create();

    public void publish(String bucket) {
        client.putObject(b -> b.bucket(bucket).key("k"), Path.of("f"));
    }
}
