import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

public class Cross {
    public void provider() {
        StsClient sts = StsClient.create();
        var provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(AssumeRoleRequest.builder()
                        .roleArn("arn:aws:iam::111122223333:role/reader").roleSessionName("s").build())
                .build();
        S3Client s3 = S3Client.builder().credentialsProvider(provider).build();
        s3.getObject(r -> r.bucket("theirs").key("k"));
    }

    public void response() {
        var credentials = StsClient.create()
                .assumeRole(r -> r.roleArn("arn:aws:iam::111122223333:role/sender").roleSessionName("s"))
                .credentials();
        AwsSessionCredentials session = AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        SqsClient sqs = SqsClient.builder().credentialsProvider(StaticCredentialsProvider.create(session)).build();
        sqs.sendMessage(r -> r.queueUrl("https://sqs.eu-west-1.amazonaws.com/111122223333/out").messageBody("m"));
        S3Client.create().putObject(r -> r.bucket("mine").key("k"), (software.amazon.awssdk.core.sync.RequestBody) null);
    }
}
