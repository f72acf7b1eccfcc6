package app;

import software.amazon.awssdk.services.sns.SnsClient;

public class Topic {
    private final SnsClient client;

    Topic(SnsClient client) {
        this.client = client;
    }

    String say(String text) {
        return client.publish(b -> b.topicArn(System.getenv("TOPIC")).message(text)).messageId();
    }
}
