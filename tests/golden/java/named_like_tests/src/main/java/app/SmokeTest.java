package app;

import software.amazon.awssdk.services.s3.S3Client;

/** A canary, and no test of this application: Maven compiles it into it. */
public class SmokeTest {
    public void handle() {
        S3Client.create().getObject(r -> r.bucket("canary").key("latest"));
    }
}
