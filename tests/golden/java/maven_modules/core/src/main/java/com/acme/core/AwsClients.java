package com.acme.core;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.*;
import software.amazon.awssdk.services.s3.*;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

public final class AwsClients {
    private static final AwsClients INSTANCE = new AwsClients();
    private final S3Client s3;
    private final DynamoDbClient dynamo = DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();

    private AwsClients() {
        this.s3 = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    public static AwsClients get() { return INSTANCE; }
    public S3Client s3() { return s3; }
    public DynamoDbClient getDynamo() { return dynamo; }
    public static SqsClient sqs() { return Holder.SQS; }

    private static class Holder {
        static final SqsClient SQS = SqsClient.create();
    }
}
