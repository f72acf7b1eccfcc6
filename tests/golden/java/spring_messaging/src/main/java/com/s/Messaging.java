package com.s;

import io.awspring.cloud.dynamodb.DynamoDbTemplate;
import io.awspring.cloud.s3.ObjectMetadata;
import io.awspring.cloud.s3.S3Template;
import io.awspring.cloud.sns.core.SnsTemplate;
import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import java.io.InputStream;
import java.time.Duration;

@Service
class Messaging {
    static final String QUEUE = "orders-queue";
    private final SqsTemplate sqs;
    private final S3Template s3;
    private final SnsTemplate sns;
    private final DynamoDbTemplate dynamo;
    @Value("${app.topic}") String topic;

    Messaging(SqsTemplate sqs, S3Template s3, SnsTemplate sns, DynamoDbTemplate dynamo) {
        this.sqs = sqs; this.s3 = s3; this.sns = sns; this.dynamo = dynamo;
    }

    @SqsListener(QUEUE)
    void on(String m) {
        sqs.send(to -> to.queue("out").payload(m));
        sns.convertAndSend("arn:aws:sns:eu-west-1:111122223333:alerts", m);
    }
    void files(InputStream in) {
        s3.upload("up", "k/" + QUEUE, in, ObjectMetadata.builder().contentType("x").build());
        s3.createSignedGetURL("signed", "k", Duration.ofMinutes(1));
        s3.objectExists("up", "e");
    }
    void rows(Order o) {
        dynamo.save(o);
        dynamo.scanAll(Order.class);
    }
    @DynamoDbBean public static class Order { }
}
