package app;

import java.util.function.Function;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;

@Component("send")
public class Send implements Function<String, String> {
    private final SqsClient queues = SqsClient.create();

    @Override
    public String apply(String text) {
        queues.sendMessage(one -> one.queueUrl(System.getenv("QUEUE")).messageBody(text));
        return text;
    }
}
