package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import software.amazon.lambda.powertools.idempotency.Idempotency;
import software.amazon.lambda.powertools.idempotency.Idempotent;
import software.amazon.lambda.powertools.idempotency.persistence.dynamodb.DynamoDBPersistenceStore;
import software.amazon.lambda.powertools.largemessages.LargeMessage;

public class App implements RequestHandler<SQSEvent, String> {
    public App() {
        Idempotency.config()
            .withPersistenceStore(DynamoDBPersistenceStore.builder().withTableName("done").build())
            .configure();
    }

    @Idempotent
    public String handleRequest(SQSEvent event, Context context) {
        event.getRecords().forEach(this::one);
        return "done";
    }

    @LargeMessage
    void one(SQSEvent.SQSMessage message) {
        System.out.println(message.getBody());
    }
}
