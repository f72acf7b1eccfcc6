package e;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

public class Accounts {
    private final StsClient sts = StsClient.create();
    private String role = null;
    private String stage = null;

    private String partition(String region) {
        return region.startsWith("cn-") ? "aws-cn" : "aws";
    }

    private AwsCredentialsProvider provider(String arn) {
        return arn == null ? DefaultCredentialsProvider.create() : StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts).refreshRequest(r -> r.roleArn(arn).roleSessionName("s")).build();
    }

    void use(String name) {
        this.role = name;
    }

    public static void main(String[] args) {
        Accounts accounts = new Accounts();
        accounts.use("reader");
        accounts.run(args[0], args[1]);
    }

    void run(String region, String given) {
        String arn = "arn:" + partition(region) + ":iam::111122223333:role/" + role;
        S3Client.builder().credentialsProvider(provider(arn)).build()
            .getObject(g -> g.bucket("data-" + stage).key("k"));
        String ops = String.format("arn:aws:iam::111122223333:role/%s", given != null ? given : "ops");
        Ec2Client.builder().credentialsProvider(provider(ops)).build().describeInstances();
        SqsClient.builder().credentialsProvider(provider(null)).build().listQueues();
    }
}
