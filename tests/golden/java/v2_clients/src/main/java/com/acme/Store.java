package com.acme;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Store {
    private static final String PREFIX = "in/";
    private final S3Client s3;
    private final SqsClient sqs = SqsClient.create();
    private final String bucket;

    public Store(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    public Store() {
        this(S3Client.builder().build(), System.getenv("BUCKET"));
    }

    public void save(String key) {
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(PREFIX + key).build();
        s3.putObject(request, RequestBody.fromString("x"));
        byte[] copy = s3.getObjectAsBytes(r -> r.bucket("other").key("k")).asByteArray();
        String url = sqs.getQueueUrl(r -> r.queueName("jobs")).queueUrl();
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("hi"));
    }
}
