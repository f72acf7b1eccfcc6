package app;

import software.amazon.awssdk.services.s3.S3Client;

public class App {
    public void run() {
        S3Client.create().getBucketPolicy(b -> b.bucket("data"));
    }
}
