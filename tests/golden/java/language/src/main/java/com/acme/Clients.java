package com.acme;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

final class Clients {
    private static S3Client cached;

    private Clients() {
    }

    static S3Client s3() {
        if (cached == null) {
            cached = S3Client.builder().build();
        }
        return cached;
    }

    static SqsClient sqs() {
        return SqsClient.create();
    }
}
