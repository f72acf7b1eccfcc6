package shop;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

public class Buckets {
    private final S3Client s3 = S3Client.create();

    public void look(boolean old) {
        HeadBucketRequest request = old
            ? HeadBucketRequest.builder().bucket("first").build()
            : HeadBucketRequest.builder().bucket("second").expectedBucketOwner("123456789012").build();
        s3.headBucket(request);
        Retry.call(s3::getBucketAcl, GetBucketAclRequest.builder().bucket("acl").build());
        Retry.call(s3::getBucketCors, GetBucketCorsRequest.builder().bucket("cors").build());
    }
}
