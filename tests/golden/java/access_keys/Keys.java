import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

class Keys {
    static void constant() {
        S3Client s3 = S3Client.builder()
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalr")))
            .build();
        s3.deleteObject(r -> r.bucket("partner").key("k"));
    }

    static void ofVariables() {
        AwsCredentials keys = AwsBasicCredentials.builder()
            .accessKeyId(System.getenv("PARTNER_KEY")).secretAccessKey(System.getenv("PARTNER_SECRET")).build();
        SnsClient.builder().credentialsProvider(() -> keys).build()
            .publish(r -> r.topicArn("arn:aws:sns:us-east-1:111122223333:theirs").message("x"));
    }

    static void versionOne() {
        AmazonSQS sqs = AmazonSQSClientBuilder.standard()
            .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "wJalr"))).build();
        sqs.sendMessage("https://sqs.us-east-1.amazonaws.com/111122223333/theirs", "x");
    }

    static void local(String endpoint) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder();
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")));
        }
        builder.build().scan(r -> r.tableName("both"));
    }

    static AwsCredentialsProvider provider(String key) {
        return key == null
            ? DefaultCredentialsProvider.create()
            : StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "s"));
    }

    static void either(String key) {
        KinesisClient.builder().credentialsProvider(provider(key)).build()
            .deleteStream(r -> r.streamName("both"));
    }

    static void session() {
        Credentials keys = StsClient.create().getSessionToken().credentials();
        S3Client.builder()
            .credentialsProvider(StaticCredentialsProvider.create(
                AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())))
            .build()
            .listBuckets();
    }

    static void assumed() {
        Credentials keys = StsClient.create()
            .assumeRole(r -> r.roleArn("arn:aws:iam::111122223333:role/ops").roleSessionName("s")).credentials();
        S3Client.builder()
            .credentialsProvider(StaticCredentialsProvider.create(
                AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken())))
            .build()
            .deleteBucket(r -> r.bucket("old"));
    }

    static void plain() {
        S3Client.create().createBucket(r -> r.bucket("own"));
    }

    public static void main(String[] args) {
        constant(); ofVariables(); versionOne(); local(args[0]); either(args[1]); session(); assumed(); plain();
    }
}
