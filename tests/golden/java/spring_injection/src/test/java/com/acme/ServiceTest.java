package com.acme;

import software.amazon.awssdk.services.s3.S3Client;

class ServiceTest {
    void cleans() {
        S3Client.create().deleteBucket(d -> d.bucket("test-only"));
    }
}
