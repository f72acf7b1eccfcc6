package com.acme;

import lombok.RequiredArgsConstructor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

@RequiredArgsConstructor
public class Service implements Uploads {
    private final DynamoDbClient dynamo;
    private final SnsClient sns;
    @Autowired
    private S3Client s3;
    @Value("${app.bucket}")
    private String bucket;

    @Override
    public void upload(String key) {
        s3.deleteObject(d -> d.bucket(bucket).key(String.format("%s/%s.json", "users", key)));
        dynamo.deleteItem(d -> d.tableName("orders"));
        sns.publish(p -> p.topicArn("arn:aws:sns:eu-west-1:111122223333:news").message(key));
    }
}
