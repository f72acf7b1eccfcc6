package shop;

import module java.base;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    public static void main(String[] args) {
        List<String> keys = List.of("a", "b");
        S3Client s3 = S3Client.create();
        for (String key : keys) {
            s3.getObject(request -> request.bucket("of-modules").key(key));
        }
    }
}
