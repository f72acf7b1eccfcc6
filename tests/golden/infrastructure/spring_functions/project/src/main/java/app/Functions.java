package app;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

@Configuration
public class Functions {
    @Bean
    public SqsClient queue() { return SqsClient.create(); }

    @Bean
    public Function<String, String> send(SqsClient queue) {
        return text -> queue.sendMessage(b -> b.queueUrl(System.getenv("QUEUE")).messageBody(text)).messageId();
    }

    @Bean
    public Consumer<String> sweep(SqsClient queue) {
        return text -> queue.purgeQueue(b -> b.queueUrl(System.getenv("QUEUE")));
    }
}
