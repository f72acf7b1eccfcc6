package stores;

import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

public class Stores {
    private static final S3Client S3 = S3Client.create();

    static class Replaced {
        private String bucket = "unseen";
        private String key = "k";

        Replaced(String bucket, String key) {
            System.out.println("made");
            this.bucket = bucket;
            if (key != null) {
                this.key = key;
            }
        }

        void get() {
            S3.getObject(b -> b.bucket(bucket).key(key), Path.of("f"));
        }
    }

    static class Kept {
        private String bucket = "kept";

        Kept(String bucket) {
            if (!bucket.isEmpty()) {
                this.bucket = bucket;
            }
        }

        void put() {
            S3.putObject(b -> b.bucket(bucket).key("k"), Path.of("f"));
        }
    }

    static class Seen {
        private String bucket = "seen";

        Seen(String bucket) {
            clear();
            this.bucket = bucket;
        }

        void clear() {
            S3.deleteObject(b -> b.bucket(bucket).key("k"));
        }
    }

    public static void main(String[] args) {
        new Replaced("own", "other").get();
        new Kept("own").put();
        new Seen("kept");
    }
}
