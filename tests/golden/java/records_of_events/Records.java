package records;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Records implements RequestHandler<S3Event, String> {
    private final Clients clients;

    public Records(Clients clients) {
        this.clients = clients;
    }

    @Override
    public String handleRequest(S3Event event, Context context) {
        event.getRecords().forEach(record -> {
            S3EventNotification.S3ObjectEntity entity = record.getS3().getObject();
            System.out.println(entity.getKey());
        });
        clients.sqs().listQueues();
        return "OK";
    }

    interface Clients {
        SqsClient sqs();
    }
}
