package com.acme.Mail;

import software.amazon.awssdk.services.sns.SnsClient;

public class Calls {
    public static void call(String number) {
        SnsClient.create().publish(r -> r.phoneNumber(number).message("ready"));
    }
}
