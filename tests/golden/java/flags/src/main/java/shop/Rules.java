package shop;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

public class Rules {
    private final EventBridgeClient events = EventBridgeClient.create();
    private final S3Client s3 = S3Client.create();
    private final SnsClient sns = SnsClient.create();

    public void update(String name, boolean enabled) {
        if (enabled) {
            events.enableRule(r -> r.name(name));
        } else {
            events.disableRule(r -> r.name(name));
        }
    }

    public void remove(String bucket) {
        remove(bucket, false);
    }

    private void remove(String bucket, boolean forGood) {
        if (forGood) {
            s3.deleteBucket(r -> r.bucket(bucket));
        } else {
            s3.listObjectsV2(r -> r.bucket(bucket));
        }
    }

    void tell(String topic, boolean loudly) {
        if (loudly) {
            sns.publish(r -> r.topicArn(topic).message("x"));
        }
    }
}
