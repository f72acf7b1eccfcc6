package com.acme.shop;

import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class Reader {
    private final Bucket bucket = new Bucket();

    public void handleRequest(Map<String, String> event) {
        S3Client.create().getObject(b -> b.bucket(bucket.name()).key(event.get("key")));
    }
}
