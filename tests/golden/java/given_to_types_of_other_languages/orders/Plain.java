package orders;

import software.amazon.awssdk.services.sqs.SqsClient;

public class Plain {
    private final SqsClient client = SqsClient.create();

    public void poll() {
        Poller.poll(client);
        new Known(client);
    }

    private record Known(SqsClient client) {}
}
