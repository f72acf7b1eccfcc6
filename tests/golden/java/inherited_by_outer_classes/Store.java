package shop;

import software.amazon.awssdk.services.s3.S3Client;

abstract class Store {
    protected S3Client s3;
    protected String bucket;

    protected void drop(String key) {
        s3.deleteObject(r -> r.bucket(bucket).key(key));
    }
}
