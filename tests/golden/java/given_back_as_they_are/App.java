import software.amazon.awssdk.services.sqs.SqsClient;

public class App {
    interface Command {
        String run();
    }

    private static final SqsClient SQS = SqsClient.create();

    static Command checked(Object command) {
        return (Command) command;
    }

    static class Create implements Command {
        public String run() {
            return SQS.createQueue(b -> b.queueName("created")).queueUrl();
        }
    }

    static class Find implements Command {
        public String run() {
            return SQS.getQueueUrl(b -> b.queueName("found")).queueUrl();
        }
    }

    public static void main(String[] args) {
        SQS.sendMessage(b -> b.queueUrl(checked(new Create()).run()).messageBody("one"));
        SQS.purgeQueue(b -> b.queueUrl(checked(new Find()).run()));
    }
}
