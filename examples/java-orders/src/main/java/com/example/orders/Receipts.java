package com.example.orders;

import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Receipts, one object per order. */
class Receipts {
    private static final String KEY = "receipts/%s/%s.txt";

    private final S3Client s3 = S3Client.builder().build();
    private final String bucket;

    Receipts(Optional<String> bucket) {
        this.bucket = bucket.orElse("order-receipts");
    }

    void file(Order order) {
        String key = String.format(KEY, order.customer(), order.id());
        s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(order.toString()));
    }
}
