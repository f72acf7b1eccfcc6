package shop;

import software.amazon.awssdk.services.s3.S3Client;

public class Buckets {
    public static void empty() {
        S3Client.create().deleteBucket(b -> b.bucket("checked"));
    }
}
