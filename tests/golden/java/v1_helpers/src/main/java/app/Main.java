package app;

import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.regions.Regions;
import com.amazonaws.services.dynamodbv2.*;
import com.amazonaws.services.dynamodbv2.datamodeling.*;
import com.amazonaws.services.dynamodbv2.document.*;
import com.amazonaws.services.dynamodbv2.document.spec.*;
import com.amazonaws.services.lambda.AWSLambda;
import com.amazonaws.services.lambda.AWSLambdaClientBuilder;
import com.amazonaws.services.lambda.model.InvokeRequest;
import com.amazonaws.services.rds.*;
import com.amazonaws.services.rds.model.*;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.*;
import com.amazonaws.services.s3.transfer.*;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.sns.AmazonSNS;
import com.amazonaws.services.sns.AmazonSNSClient;
import com.amazonaws.services.sns.model.PublishRequest;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import java.io.File;
import java.util.*;

public class Main {
    private static final AmazonS3 S3 = AmazonS3ClientBuilder.standard().build();
    private final AmazonSQS sqs = AmazonSQSClientBuilder.defaultClient();

    @DynamoDBTable(tableName = "Users")
    public static class User {
        private String id;
        @DynamoDBHashKey(attributeName = "id") public String getId() { return id; }
        public void setId(String id) { this.id = id; }
    }

    void s3() {
        S3.putObject("v1", "a", "text");
        S3.putObject(new PutObjectRequest("v1", "b", new File("x")).withCannedAcl(CannedAccessControlList.PublicRead));
        S3Object o = S3.getObject(new GetObjectRequest("v1", "c"));
        S3.copyObject("v1", "a", "copy", "a");
        ObjectListing l = S3.listObjects("v1", "p/");
        while (l.isTruncated()) l = S3.listNextBatchOfObjects(l);
        for (S3ObjectSummary s : l.getObjectSummaries()) S3.deleteObject(s.getBucketName(), s.getKey());
        if (S3.doesObjectExist("v1", "e")) S3.deleteObjects(new DeleteObjectsRequest("multi").withKeys("x", "y"));
        S3.generatePresignedUrl("v1", "signed", new Date());
        S3.setObjectAcl("v1", "acl", CannedAccessControlList.Private);
        TransferManager tm = TransferManagerBuilder.standard().withS3Client(S3).build();
        Upload u = tm.upload("tm", "u", new File("x"));
        tm.download(new GetObjectRequest("tm", "d"), new File("y"));
    }
    void messages() {
        String url = sqs.getQueueUrl("jobs").getQueueUrl();
        sqs.sendMessage(url, "hi");
        sqs.receiveMessage(url).getMessages().forEach(m -> sqs.deleteMessage(url, m.getReceiptHandle()));
        AmazonSNS sns = new AmazonSNSClient();
        sns.publish(new PublishRequest().withTopicArn("arn:aws:sns:us-east-1:111122223333:t").withMessage("m"));
        AWSLambda l = AWSLambdaClientBuilder.standard().withRegion(Regions.US_EAST_1).build();
        l.invoke(new InvokeRequest().withFunctionName("worker").withPayload("{}"));
    }
    void tables() {
        AmazonDynamoDB db = AmazonDynamoDBClientBuilder.standard().build();
        DynamoDBMapper mapper = new DynamoDBMapper(db);
        User u = mapper.load(User.class, "1");
        mapper.save(u);
        mapper.delete(u, new DynamoDBMapperConfig(new DynamoDBMapperConfig.TableNameOverride("Archive")));
        List<User> us = mapper.query(User.class, new DynamoDBQueryExpression<User>().withIndexName("byName"));
        DynamoDB doc = new DynamoDB(db);
        Table t = doc.getTable("Docs");
        t.putItem(new Item().withPrimaryKey("id", "1"));
        t.getItem("id", "1");
        for (Item i : t.getIndex("ix").query("k", "v")) System.out.println(i);
        t.updateItem(new UpdateItemSpec().withPrimaryKey("id", "1"));
    }
    void cross() {
        AWSSecurityTokenService sts = AWSSecurityTokenServiceClientBuilder.standard().build();
        var p = new STSAssumeRoleSessionCredentialsProvider.Builder("arn:aws:iam::111122223333:role/x", "s").withStsClient(sts).build();
        AmazonRDS rds = AmazonRDSClientBuilder.standard().withCredentials(p).build();
        rds.describeDBInstances(new DescribeDBInstancesRequest().withDBInstanceIdentifier("d"));
    }
    public static void main(String[] a) { var m = new Main(); m.s3(); m.messages(); m.tables(); m.cross(); }
}
