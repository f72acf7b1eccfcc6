package app;

import jakarta.inject.Singleton;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Singleton
public class Store {
    private final S3Client client = S3Client.create();

    String put(String key) {
        return client.putObject(b -> b.bucket(System.getenv("BUCKET")).key(key), RequestBody.fromString(key)).eTag();
    }

    String wipe(String key) {
        return client.deleteObject(b -> b.bucket(System.getenv("BUCKET")).key(key)).versionId();
    }

    void look() {
        client.getObjectAsBytes(b -> b.bucket(System.getenv("BUCKET")).key("warm"));
    }
}
