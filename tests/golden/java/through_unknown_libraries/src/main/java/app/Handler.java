package app;

import com.example.events.Events;
import com.example.shield.Shield;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Handler {
    private final S3Client objects = S3Client.create();
    private final SqsClient queues = SqsClient.create();

    static class Store {
        private final S3Client client;

        Store(S3Client client) { this.client = client; }

        void load(String key) { client.getObject(r -> r.bucket("stored").key(key)); }
    }

    private void fetch(String bucket, String key) { objects.getObject(r -> r.bucket(bucket).key(key)); }

    private void send(String url) { queues.sendMessage(r -> r.queueUrl(url).messageBody("x")); }

    public void handleRequest() {
        fetch("known", "a");
        Events.on("message", this::fetch);
        Shield.wrap(Ec2Client.create()).describeVolumes();
        Shield.wrap(new Store(objects)).load("one");
        Shield.wrap(this::send).accept("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs");
    }
}
