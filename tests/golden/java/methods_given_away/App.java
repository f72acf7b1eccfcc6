package app;

import com.elsewhere.Retry;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

public class App {
    public static void main(String[] args) {
        S3Client s3 = S3Client.create();
        Retry.run(s3::getObject, GetObjectRequest.builder().bucket("first").key("a").build());
        new Retry().go(s3::deleteBucket);
    }
}
