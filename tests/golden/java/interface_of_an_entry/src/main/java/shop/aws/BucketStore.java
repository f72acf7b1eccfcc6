package shop.aws;

import shop.Store;
import software.amazon.awssdk.services.s3.S3Client;

public class BucketStore implements Store {
    private final S3Client s3 = S3Client.create();

    @Override
    public void remove(String key) {
        s3.deleteObject(b -> b.bucket("files").key(key));
    }

    public void list() {
        s3.listBuckets();
    }
}
