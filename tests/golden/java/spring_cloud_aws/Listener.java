import io.awspring.cloud.dynamodb.DynamoDbTemplate;
import io.awspring.cloud.s3.S3Template;
import io.awspring.cloud.sns.core.SnsTemplate;
import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.operations.SqsTemplate;

public class Listener {
    private static final String MORE = "more-" + "work";

    private final S3Template s3;
    private final SqsTemplate sqs;
    private final SnsTemplate sns;
    private final DynamoDbTemplate dynamo;

    public Listener(S3Template s3, SqsTemplate sqs, SnsTemplate sns, DynamoDbTemplate dynamo) {
        this.s3 = s3;
        this.sqs = sqs;
        this.sns = sns;
        this.dynamo = dynamo;
    }

    @SqsListener("incoming")
    public void receive(String body) {
        s3.store("documents", "latest", body);
        sqs.send("outgoing", body);
        sns.sendNotification("arn:aws:sns:eu-west-1:111122223333:news", body, "subject");
        dynamo.save(new OrderLine());
    }

    @SqsListener(queueNames = {MORE, "last-${queues.last}"})
    public void receiveMore(String body) {
    }

    static class OrderLine {
    }
}
