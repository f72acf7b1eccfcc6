package app;

import lombok.Builder;
import lombok.Value;
import software.amazon.awssdk.services.s3.S3Client;

@Value
@Builder(setterPrefix = "with", toBuilder = true)
class Settings {
    @Builder.Default
    String bucket = "default";
    String key;
}

public class App {
    private static void read(Settings settings) {
        S3Client.create().getObject(b -> b.bucket(settings.getBucket()).key(settings.getKey()));
    }

    private static void write(Settings settings) {
        S3Client.create().deleteObject(b -> b.bucket(settings.getBucket()).key(settings.getKey()));
    }

    public static void main(String[] args) {
        read(Settings.builder().withKey("as-it-starts").build());
        write(Settings.builder().withBucket("told").withKey("key").build());
    }
}
