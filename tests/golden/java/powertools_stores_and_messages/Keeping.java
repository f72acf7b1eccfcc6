package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.lambda.powertools.largemessages.LargeMessages;

public class Keeping implements RequestHandler<SQSEvent, String> {
    private final SnsClient sns = SnsClient.create();

    public String handleRequest(SQSEvent event, Context context) {
        SQSEvent.SQSMessage first = event.getRecords().get(0);
        return LargeMessages.processLargeMessage(first, this::publish, false);
    }

    private String publish(SQSEvent.SQSMessage message) {
        return sns.publish(b -> b.topicArn("arn:aws:sns:eu-west-1:123456789012:read").message(message.getBody())).messageId();
    }
}
