package com.acme.base;

import software.amazon.awssdk.services.s3.S3Client;

public abstract class Repository {
    protected static final String ROOT = "data";
    protected final S3Client client;

    protected Repository(S3Client client) {
        this.client = client;
    }

    protected abstract String bucket();

    public void remove(String key) {
        client.deleteObject(d -> d.bucket(bucket()).key(ROOT + "/" + key));
    }
}
