package app;

import org.other.Validated;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    public static void main(String[] arguments) {
        Settings settings = Validated.of(new Settings(S3Client.create(), new Cleaner()));
        settings.client().deleteBucket(b -> b.bucket("kept"));
        settings.cleaner().clean(settings);
    }

    static class Settings {
        private final S3Client client;
        private final Cleaner cleaner;

        Settings(S3Client client, Cleaner cleaner) {
            this.client = client;
            this.cleaner = cleaner;
        }

        S3Client client() {
            return client;
        }

        Cleaner cleaner() {
            return cleaner;
        }
    }

    static class Cleaner {
        void clean(Settings settings) {
            settings.client().headBucket(b -> b.bucket("found"));
        }
    }
}
