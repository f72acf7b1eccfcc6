package app;

import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3Client;

public class CanaryTest {
    @AfterEach
    void clean() {
        S3Client.create().deleteBucket(r -> r.bucket("canary"));
    }
}
