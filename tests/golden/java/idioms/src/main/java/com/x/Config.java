package com.x;

import software.amazon.awssdk.services.s3.S3Client;

final class Config {
    static final String STAGE = System.getenv().getOrDefault("STAGE", "dev");
    static final String BUS;
    static final S3Client S3 = S3Client.create();
    static { BUS = "main"; }
    private Config() {}
}
