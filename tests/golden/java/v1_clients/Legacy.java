import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.*;
import com.amazonaws.services.s3.transfer.TransferManager;
import com.amazonaws.services.s3.transfer.TransferManagerBuilder;
import com.amazonaws.services.simplesystemsmanagement.AWSSimpleSystemsManagement;
import com.amazonaws.services.simplesystemsmanagement.AWSSimpleSystemsManagementClientBuilder;
import com.amazonaws.services.simplesystemsmanagement.model.GetParameterRequest;
import com.amazonaws.services.sns.AmazonSNS;
import com.amazonaws.services.sns.AmazonSNSClientBuilder;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import com.amazonaws.services.sqs.model.SendMessageRequest;
import java.io.File;

public class Legacy {
    private static final AmazonS3 S3 = AmazonS3ClientBuilder.standard().withRegion("eu-west-1").build();
    private final AmazonSQS sqs = AmazonSQSClientBuilder.defaultClient();
    private final AmazonSNS sns = AmazonSNSClientBuilder.standard().build();
    private final AWSSimpleSystemsManagement ssm = AWSSimpleSystemsManagementClientBuilder.defaultClient();

    public void objects(File file) {
        S3.putObject("puts", "a/" + file.getName(), file);
        S3.putObject(new PutObjectRequest("acl-puts", "b", file).withCannedAcl(CannedAccessControlList.PublicRead));
        S3.getObject(new GetObjectRequest("gets", "c"));
        S3.deleteObject("deletes", "d");
        S3.copyObject("from", "x", "to", "y");
        ListObjectsV2Request list = new ListObjectsV2Request();
        list.setBucketName("lists");
        S3.listObjectsV2(list);
        S3.getObjectMetadata("heads", "e");
        TransferManager manager = TransferManagerBuilder.standard().withS3Client(S3).build();
        manager.upload("uploads", "f", file);
    }

    public void messages() {
        sqs.sendMessage("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs", "body");
        sqs.sendMessage(new SendMessageRequest()
                .withQueueUrl("https://sqs.eu-west-1.amazonaws.com/111122223333/more").withMessageBody("body"));
        sns.publish("arn:aws:sns:eu-west-1:111122223333:news", "message");
        ssm.getParameter(new GetParameterRequest().withName("/app/key").withWithDecryption(true));
    }
}
