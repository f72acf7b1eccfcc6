package app;

import software.amazon.awssdk.services.s3.S3Client;
import org.junit.jupiter.api.Test;

public class AppChecks {
    public void run() {
        S3Client.create().createBucket(b -> b.bucket("data"));
    }
}
