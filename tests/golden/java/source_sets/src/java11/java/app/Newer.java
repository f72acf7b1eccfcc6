package app;

import software.amazon.awssdk.services.s3.S3Client;

public class Newer {
    public void run() {
        S3Client.create().getBucketTagging(b -> b.bucket("data"));
    }
}
