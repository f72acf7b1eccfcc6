package store;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

class Store {
    static S3Client client() {
        if (System.getenv("LOCAL") != null) {
            return S3Client.builder()
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("foo", "bar")))
                    .build();
        }
        return S3Client.create();
    }

    static void clean(String key) {
        client().deleteObject(b -> b.bucket("uploads").key(key));
    }

    static void known() {
        SqsClient.builder()
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", System.getenv("SECRET"))))
                .build()
                .purgeQueue(b -> b.queueUrl(System.getenv("QUEUE")));
    }
}
