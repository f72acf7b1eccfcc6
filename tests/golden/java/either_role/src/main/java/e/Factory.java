package e;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.UploadFileRequest;

public class Factory {
    private final AwsCredentialsProvider own;
    private final StsClient sts = StsClient.create();
    private final Map<String, S3TransferManager> managers = new ConcurrentHashMap<>();

    Factory(AwsCredentialsProvider own) { this.own = own; }

    private AwsCredentialsProvider provider(Optional<String> role) {
        return role.map(arn -> (AwsCredentialsProvider) StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts).refreshRequest(r -> r.roleArn("arn:aws:iam::111122223333:role/up").roleSessionName("s")).build()).orElse(own);
    }

    S3TransferManager manager(String key) {
        return managers.computeIfAbsent(key, k -> S3TransferManager.builder().s3Client(
            S3AsyncClient.builder().credentialsProvider(provider(Optional.of(k))).build()).build());
    }

    void put(Path p) {
        manager("a").uploadFile(UploadFileRequest.builder()
            .putObjectRequest(b -> b.bucket("b").key("k")).source(p).build());
    }

    void get(S3Client c, String version) {
        c.getObject(g -> g.bucket("b").key("v").versionId(version));
        c.getObject(g -> g.bucket("b").key("w").versionId("3"));
    }
}
