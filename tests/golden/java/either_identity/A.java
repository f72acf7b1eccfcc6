import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
class A {
    static AwsCredentialsProvider provider() {
        if (System.getenv("DIRECT") != null) return DefaultCredentialsProvider.create();
        return StsAssumeRoleCredentialsProvider.builder().stsClient(StsClient.create()).refreshRequest(r -> r.roleArn("arn:aws:iam::111122223333:role/r")).build();
    }
    static void go() { IamClient.builder().credentialsProvider(provider()).build().createAccessKey(r -> r.userName("app")); }
}
