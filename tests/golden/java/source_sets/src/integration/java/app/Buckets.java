package app;

import software.amazon.awssdk.services.s3.S3Client;

public class Buckets {
    public void run() {
        S3Client.create().deleteBucket(b -> b.bucket("data"));
    }
}
