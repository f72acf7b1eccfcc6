package shop;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class App {
    private static final String MODE = System.getenv("MODE");

    private void put() {
        S3Client.create().putObject(request -> request.bucket("java").key("order"), Path.of("order"));
    }

    private void send() {
        String url = "https://sqs.us-east-1.amazonaws.com/123456789012/java";
        SqsClient.create().sendMessage(request -> request.queueUrl(url).messageBody("order"));
    }

    public void handle(Object event) {
        String mode = System.getenv().getOrDefault("MODE", "bucket");
        String other = Optional.ofNullable(System.getenv("MODE")).orElse("bucket");
        if ("bucket".equals(MODE) || mode.equals("bucket") || "bucket".equals(other)) {
            put();
        } else {
            send();
        }
    }
}
