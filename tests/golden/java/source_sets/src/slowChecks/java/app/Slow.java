package app;

import software.amazon.awssdk.services.s3.S3Client;
import static org.junit.Assert.assertTrue;

public class Slow {
    public void run() {
        S3Client.create().putBucketPolicy(b -> b.bucket("data"));
    }
}
