package com.q;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.*;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import java.util.*;

@Named("process")
public class Handler implements RequestHandler<S3Event, String> {
    @Inject Service service;

    @Override
    public String handleRequest(S3Event event, Context context) {
        event.getRecords().forEach(r -> service.handle(r.getS3().getBucket().getName(), r.getS3().getObject().getUrlDecodedKey()));
        return "ok";
    }
}

@ApplicationScoped
class Service {
    private final S3Client s3;
    private final DynamoDbClient db;
    @ConfigProperty(name = "table.name") String table;
    @Inject SqsClient sqs;

    @Inject
    Service(S3Client s3, DynamoDbClient db) { this.s3 = s3; this.db = db; }

    void handle(String bucket, String key) {
        s3.getObject(GetObjectRequest.builder().bucket(bucket).key(key).build());
        db.transactWriteItems(TransactWriteItemsRequest.builder().transactItems(
            TransactWriteItem.builder().put(Put.builder().tableName("audit").item(Map.of()).build()).build(),
            TransactWriteItem.builder().update(Update.builder().tableName(table).build()).build()).build());
        db.batchWriteItem(BatchWriteItemRequest.builder().requestItems(Map.of("bw", List.of(WriteRequest.builder().build()))).build());
        sqs.sendMessageBatch(b -> b.queueUrl("https://sqs.eu-west-1.amazonaws.com/111122223333/out"));
    }
}

class Producers {
    @Produces @ApplicationScoped
    S3Client s3() { return S3Client.builder().build(); }
}
