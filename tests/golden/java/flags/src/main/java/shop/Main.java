package shop;

import software.amazon.awssdk.services.sqs.SqsClient;

public class Main {
    public static void main(String[] args) {
        Rules rules = new Rules();
        rules.update("x", false);
        rules.remove("b");
        rules.tell("arn:aws:sns:us-east-1:111122223333:t", false);
        new Queues().make("q", false);
    }
}

class Queues {
    public void make(String name, boolean fresh) {
        SqsClient sqs = SqsClient.create();
        if (fresh) {
            sqs.purgeQueue(r -> r.queueUrl("https://sqs.us-east-1.amazonaws.com/111122223333/" + name));
        }
        sqs.createQueue(r -> r.queueName(name));
    }
}
