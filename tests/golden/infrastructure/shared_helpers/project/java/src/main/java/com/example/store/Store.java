package com.example.store;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

final class Store {
    private static final S3Client S3 = S3Client.create();

    private Store() {
    }

    private static void put(String bucket, String body) {
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key("report").build();
        S3.putObject(request, RequestBody.fromString(body));
    }

    static void save(String bucket, String body) {
        put(bucket, body);
    }
}
