package com.acme.core;
class FooTest { void t(software.amazon.awssdk.services.s3.S3Client s) { s.deleteBucket(b -> b.bucket("x")); } }
