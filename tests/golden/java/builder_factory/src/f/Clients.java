package f;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.iam.*;
import software.amazon.awssdk.services.quicksight.*;
import software.amazon.awssdk.services.s3.*;
import software.amazon.awssdk.services.sns.*;
import software.amazon.awssdk.services.sqs.*;
import software.amazon.awssdk.services.ssm.*;
import software.amazon.awssdk.services.sts.*;

/** One generic method decorates every builder; what a method declares is what it returns. */
class Clients {
    private final AwsCredentialsProvider provider;
    private IamClientBuilder iam;
    private QuickSightClientBuilder quickSight;
    private S3ClientBuilder s3;
    private SnsClientBuilder sns;
    private SqsClientBuilder sqs;
    private SsmClientBuilder ssm;

    Clients(AwsCredentialsProvider provider) { this.provider = provider; }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C>> B decorated(B builder) { return builder.credentialsProvider(provider); }

    IamClientBuilder iam() { if (iam == null) iam = decorated(IamClient.builder()); return iam; }
    QuickSightClientBuilder quickSight() { if (quickSight == null) quickSight = decorated(QuickSightClient.builder()); return quickSight; }
    S3ClientBuilder s3() { if (s3 == null) s3 = decorated(S3Client.builder()); return s3; }
    SnsClientBuilder sns() { if (sns == null) sns = decorated(SnsClient.builder()); return sns; }
    SqsClientBuilder sqs() { if (sqs == null) sqs = decorated(SqsClient.builder()); return sqs; }
    SsmClientBuilder ssm() { if (ssm == null) ssm = decorated(SsmClient.builder()); return ssm; }
}

class Installer {
    private final Clients clients;
    private final S3Client s3;
    private final QuickSightClient quickSight;
    private final IamClient iam;

    Installer(Clients clients) {
        this.clients = clients;
        s3 = clients.s3().build();
        quickSight = clients.quickSight().build();
        iam = clients.iam().build();
    }

    void run() {
        put(s3, "k");
        quickSight.listUsers(l -> l.awsAccountId("111122223333").namespace("default"));
        iam.listRoles();
        SnsClient topics = clients.sns().build();
        topics.publish(p -> p.topicArn("arn:aws:sns:eu-west-1:111122223333:t"));
        clients.sqs().build().createQueue(c -> c.queueName("q"));
        clients.ssm().build().getParameter(g -> g.name("/p"));
    }

    static void put(S3Client s3, String key) {
        s3.putObject(p -> p.bucket("artifacts").key(key), java.nio.file.Path.of("x"));
    }
}
