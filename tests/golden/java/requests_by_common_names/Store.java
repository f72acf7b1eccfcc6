import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.core.sync.RequestBody;

class Store {
    void put(String bucket, String key) {
        S3Client.create().putObject(b -> b.bucket(bucket).key(key), RequestBody.empty());
    }
    void get(String bucket) { S3Client.create().getBucketPolicy(b -> b.bucket(bucket)); }
    void remove(String bucket) { S3Client.create().deleteBucketPolicy(b -> b.bucket(bucket)); }
    void clear(String bucket) { S3Client.create().deleteBucket(b -> b.bucket(bucket)); }
    void add(String bucket) { S3Client.create().createBucket(b -> b.bucket(bucket)); }
}
