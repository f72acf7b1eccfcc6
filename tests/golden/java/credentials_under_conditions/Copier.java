import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

class Copier {
    private static AwsCredentialsProvider assumed() {
        return StsAssumeRoleCredentialsProvider.builder()
            .stsClient(StsClient.create())
            .refreshRequest(r -> r.roleArn("arn:aws:iam::111122223333:role/copy").roleSessionName("copy"))
            .build();
    }

    void setter(boolean crossAccount) {
        S3ClientBuilder builder = S3Client.builder();
        if (crossAccount) {
            builder.credentialsProvider(assumed());
        }
        builder.build().listBuckets();
    }

    void assigned(boolean crossAccount) {
        SqsClientBuilder builder = SqsClient.builder();
        if (crossAccount) {
            builder = builder.credentialsProvider(assumed());
        }
        builder.build().listQueues();
    }

    void nothing(boolean crossAccount) {
        AwsCredentialsProvider provider = null;
        if (crossAccount) {
            provider = assumed();
        }
        SnsClient.builder().credentialsProvider(provider).build().listTopics();
    }

    void always() {
        KinesisClientBuilder builder = KinesisClient.builder();
        builder.credentialsProvider(assumed());
        builder.build().listStreams();
    }
}
