package app;

import software.amazon.awssdk.services.s3.S3Client;
import org.openjdk.jmh.annotations.Benchmark;

public class Speed {
    public void run() {
        S3Client.create().listObjectsV2(b -> b.bucket("data"));
    }
}
