package shop;

import software.amazon.awssdk.services.s3.S3Client;

public class Handler {
    private final S3Client s3 = S3Client.create();

    public void handle(Integer number) {
        s3.getBucketAcl(b -> b.bucket("numbers"));
    }

    public void handle(String name) {
        s3.getBucketCors(b -> b.bucket("names"));
    }

    public void other() {
        s3.listBuckets();
    }
}
