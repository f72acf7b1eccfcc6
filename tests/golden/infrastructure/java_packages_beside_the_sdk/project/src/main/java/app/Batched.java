package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import software.amazon.lambda.powertools.sqs.SqsUtils;

public class Batched implements RequestHandler<SQSEvent, Object> {
    public Object handleRequest(SQSEvent event, Context context) {
        return SqsUtils.batchProcessor(event, message -> message.getBody());
    }
}
