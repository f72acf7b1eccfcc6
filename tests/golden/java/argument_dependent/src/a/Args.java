package a;

import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

class Args {
    void s3(S3Client s3, boolean open) {
        s3.putObject(PutObjectRequest.builder().bucket("plain").key("k").build(), RequestBody.empty());
        s3.putObject(p -> p.bucket("acl").key("k").acl(ObjectCannedACL.PUBLIC_READ).tagging("a=b"), RequestBody.empty());
        var b = PutObjectRequest.builder().bucket("maybe").key("k");
        if (open) b.objectLockMode(ObjectLockMode.GOVERNANCE);
        s3.putObject(b.build(), RequestBody.empty());
        s3.putObject(p -> p.bucket("kms").key("k").serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId("arn:aws:kms:eu-west-1:111122223333:key/k1"), RequestBody.empty());
        s3.getObject(g -> g.bucket("v").key("k").versionId("1"));
        s3.deleteObject(d -> d.bucket("b").key("k").bypassGovernanceRetention(true));
    }
    void roles(LambdaClient lambda, EcsClient ecs, Ec2Client ec2) {
        lambda.createFunction(CreateFunctionRequest.builder().functionName("f").role("arn:aws:iam::111122223333:role/exec").tags(Map.of("a", "b")).build());
        lambda.updateFunctionConfiguration(u -> u.functionName("f").role("arn:aws:iam::111122223333:role/exec2"));
    }
    void tags(DynamoDbClient db, SqsClient sqs, SnsClient sns, SecretsManagerClient sm) {
        db.createTable(c -> c.tableName("t").tags(Tag.builder().key("a").value("b").build()));
        db.createTable(c -> c.tableName("u"));
        sqs.createQueue(c -> c.queueName("q").tags(Map.of("a", "b")));
        sns.publish(p -> p.phoneNumber("+1"));
        sm.createSecret(c -> c.name("s").kmsKeyId("arn:aws:kms:eu-west-1:111122223333:key/k2"));
    }
}
