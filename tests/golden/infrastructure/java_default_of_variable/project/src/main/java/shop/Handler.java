package shop;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Handler {
    private static final String ORDERS =
        Optional.ofNullable(System.getenv("ORDERS")).orElse("orders-local");
    private static final String RETURNS =
        Optional.ofNullable(System.getenv("RETURNS"))
            .or(() -> Optional.ofNullable(System.getenv("RETURNS_OF_REGION")))
            .orElse("returns-local");
    private static final String SHORT =
        Optional.ofNullable(System.getenv("ORDERS")).filter(name -> name.length() < 8).orElse("short-local");
    private final S3Client s3 = S3Client.create();
    private final SqsClient sqs = SqsClient.create();

    public String handle(Map<String, String> event) {
        s3.getObject(b -> b.bucket(ORDERS).key(event.get("id")));
        s3.putObject(b -> b.bucket(RETURNS).key(event.get("id")), event.get("file"));
        s3.deleteObject(b -> b.bucket(SHORT).key(event.get("id")));
        s3.listObjectsV2(b -> b.bucket(Objects.requireNonNullElse(System.getenv("ORDERS"), "none")));
        sqs.sendMessage(b -> b.queueUrl(System.getenv().getOrDefault("QUEUE", "local")).messageBody("x"));
        return "";
    }
}
