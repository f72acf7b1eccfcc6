package z;

import java.nio.file.*;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.*;
import software.amazon.awssdk.auth.credentials.*;
import software.amazon.awssdk.core.async.*;
import software.amazon.awssdk.core.sync.*;
import software.amazon.awssdk.core.waiters.*;
import software.amazon.awssdk.regions.*;
import software.amazon.awssdk.services.dynamodb.*;
import software.amazon.awssdk.services.dynamodb.model.*;
import software.amazon.awssdk.services.dynamodb.paginators.*;
import software.amazon.awssdk.services.dynamodb.waiters.*;
import software.amazon.awssdk.services.ec2.*;
import software.amazon.awssdk.services.ec2.model.*;
import software.amazon.awssdk.services.ec2.waiters.*;
import software.amazon.awssdk.services.kinesis.*;
import software.amazon.awssdk.services.kinesis.model.*;
import software.amazon.awssdk.services.lambda.*;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.*;
import software.amazon.awssdk.services.s3.model.*;
import software.amazon.awssdk.services.s3.paginators.*;
import software.amazon.awssdk.services.s3.waiters.*;
import software.amazon.awssdk.services.sts.*;
import software.amazon.awssdk.services.sts.auth.*;
import software.amazon.awssdk.services.sts.model.*;

public class Flow {
    private final S3AsyncClient s3 = S3AsyncClient.builder().multipartEnabled(true).build();
    private final DynamoDbAsyncClient db = DynamoDbAsyncClient.create();

    CompletableFuture<Void> all() {
        CompletableFuture<PutObjectResponse> put = s3.putObject(PutObjectRequest.builder().bucket("async").key("p").build(), AsyncRequestBody.fromString("x"));
        ListObjectsV2Publisher pub = s3.listObjectsV2Paginator(ListObjectsV2Request.builder().bucket("async").build());
        pub.contents().subscribe(o -> s3.deleteObject(d -> d.bucket("async").key(o.key())));
        Mono.fromFuture(() -> db.getItem(GetItemRequest.builder().tableName("A").build()))
            .flatMap(r -> Mono.fromFuture(db.updateItem(u -> u.tableName("B").key(r.item()))))
            .subscribe();
        return CompletableFuture.allOf(put, s3.getObject(g -> g.bucket("async").key("g"), AsyncResponseTransformer.toFile(Paths.get("x"))));
    }

    void wait(DynamoDbClient d, Ec2Client ec2) {
        DynamoDbWaiter w = d.waiter();
        WaiterResponse<DescribeTableResponse> r = w.waitUntilTableExists(DescribeTableRequest.builder().tableName("W").build());
        Ec2Waiter.builder().client(ec2).build().waitUntilInstanceRunning(i -> i.instanceIds("i-1"));
        try (S3Waiter sw = S3Waiter.create()) { sw.waitUntilBucketExists(b -> b.bucket("wb")); }
        ScanIterable it = d.scanPaginator(ScanRequest.builder().tableName("W").indexName("ix").build());
        for (ScanResponse p : it) p.items().size();
    }

    void cross() {
        StsClient sts = StsClient.create();
        AwsCredentialsProvider p = StsAssumeRoleCredentialsProvider.builder().stsClient(sts)
            .refreshRequest(AssumeRoleRequest.builder().roleArn("arn:aws:iam::111122223333:role/w").roleSessionName("s").build()).build(); 
        KinesisClient k = KinesisClient.builder().credentialsProvider(p).build();
        k.putRecord(x -> x.streamName("st"));
        AssumeRoleResponse ar = sts.assumeRole(a -> a.roleArn("arn:aws:iam::111122223333:role/v"));
        Credentials c = ar.credentials();
        LambdaClient l = LambdaClient.builder().credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(c.accessKeyId(), c.secretAccessKey(), c.sessionToken()))).build();
        l.invoke(InvokeRequest.builder().functionName("f").build());
    }
}
