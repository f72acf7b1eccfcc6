package com.example.orders;

import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.lambda.powertools.parameters.ParamManager;
import software.amazon.lambda.powertools.parameters.SSMProvider;

/** Tells the warehouse what to ship. */
class Notifier {
    private final SnsClient sns = SnsClient.create();
    private final SSMProvider parameters = ParamManager.getSsmProvider();

    void shipped(Order order) {
        String topic = parameters.get("/orders/warehouse-topic");
        sns.publish(message -> message.topicArn(topic).message(order.id()));
    }
}
