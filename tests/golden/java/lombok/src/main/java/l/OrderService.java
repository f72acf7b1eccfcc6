package l;

import java.util.*;
import javax.annotation.PostConstruct;
import lombok.*;
import lombok.experimental.*;
import org.springframework.beans.factory.annotation.*;
import org.springframework.stereotype.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.services.sqs.SqsClient;

@Service
@AllArgsConstructor(onConstructor_ = @Autowired)
@FieldDefaults(level = AccessLevel.PRIVATE, makeFinal = true)
public class OrderService {
    DynamoDbClient dynamo;
    SqsClient queue;
    Settings settings;

    @SneakyThrows
    public void place(@NonNull Order order) {
        dynamo.updateItem(UpdateItemRequest.builder().tableName(settings.getTable()).key(Map.of("id", AttributeValue.builder().s(order.id()).build())).build());
        queue.sendMessage(m -> m.queueUrl(settings.queues.get("orders")).messageBody(order.toString()));
        val job = Job.builder().bucket("jobs").key("k-" + order.id()).build();
        Worker.with(S3Client.create()).store(job);
    }

    @Builder(toBuilder = true)
    public record Order(String id, int total) {}
}

@Value
class Settings {
    String table = "lombok-orders";
    Map<String, String> queues = Map.of("orders", "https://sqs.eu-west-1.amazonaws.com/111122223333/orders");
}

@Data
@Builder
class Job {
    private final String bucket;
    private final String key;
    @Builder.Default private int tries = 3;
}

@RequiredArgsConstructor(staticName = "with")
class Worker {
    private final @NonNull S3Client s3;
    @Getter(lazy = true) private final S3Client lazy = S3Client.create();
    @Setter private String prefix;

    void store(Job job) {
        s3.putObject(PutObjectRequest.builder().bucket(job.getBucket()).key(job.getKey()).build(), (java.nio.file.Path) null);
        getLazy().headObject(h -> h.bucket("lazy").key("l"));
    }
}
