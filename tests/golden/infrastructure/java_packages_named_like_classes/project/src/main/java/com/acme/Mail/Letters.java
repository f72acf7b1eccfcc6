package com.acme.Mail;

import software.amazon.awssdk.services.sns.SnsClient;

public class Letters {
    public static void send(String text) {
        SnsClient.create().publish(r -> r.topicArn(System.getenv("TOPIC")).message(text));
    }
}
