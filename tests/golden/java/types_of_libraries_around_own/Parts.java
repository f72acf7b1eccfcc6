package shop;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class Repo {
    private final S3Client s3 = S3Client.create();

    String find(String key) {
        return s3.getObject(b -> b.bucket("shop-files").key(key)).toString();
    }

    void forget(String key) {
        s3.deleteObject(b -> b.bucket("shop-files").key(key));
    }
}

class Mail {
    private final SqsClient sqs = SqsClient.create();

    void send(String text) {
        sqs.sendMessage(b -> b.queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/mail").messageBody(text));
    }
}

class News {
    private final SnsClient sns = SnsClient.create();

    void publish(String text) {
        sns.publish(b -> b.topicArn("arn:aws:sns:eu-west-1:123456789012:news").message(text));
    }
}

class Rows {
    private final DynamoDbClient db = DynamoDbClient.create();

    void put() {
        db.putItem(b -> b.tableName("rows").item(Map.of()));
    }
}

class Keys {
    private final SecretsManagerClient client = SecretsManagerClient.create();

    String read() {
        return client.getSecretValue(b -> b.secretId("shop/key")).secretString();
    }
}

interface Reading {
    String read(String key);
}

class Rates implements Reading {
    private final S3Client s3 = S3Client.create();

    public String read(String key) {
        return s3.getObject(b -> b.bucket("shop-rates").key(key)).toString();
    }
}
