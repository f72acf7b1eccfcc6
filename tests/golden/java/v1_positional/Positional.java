import com.amazonaws.services.ec2.AmazonEC2;
import com.amazonaws.services.ec2.AmazonEC2ClientBuilder;
import com.amazonaws.services.ec2.model.AttachVolumeRequest;
import com.amazonaws.services.ec2.model.AttachVpnGatewayRequest;
import com.amazonaws.services.ec2.model.DescribeInstanceAttributeRequest;
import com.amazonaws.services.identitymanagement.AmazonIdentityManagement;
import com.amazonaws.services.identitymanagement.AmazonIdentityManagementClientBuilder;
import com.amazonaws.services.identitymanagement.model.DeactivateMFADeviceRequest;
import com.amazonaws.services.identitymanagement.model.PutUserPolicyRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.CannedAccessControlList;
import com.amazonaws.services.s3.model.CopyObjectRequest;
import com.amazonaws.services.s3.model.ObjectTagging;
import com.amazonaws.services.s3.model.SetObjectTaggingRequest;
import com.amazonaws.services.s3.model.StorageClass;

public class Positional {
    private final AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();
    private final AmazonEC2 ec2 = AmazonEC2ClientBuilder.defaultClient();
    private final AmazonIdentityManagement iam = AmazonIdentityManagementClientBuilder.defaultClient();

    public String objects(String version, ObjectTagging tags) {
        s3.changeObjectStorageClass("colder", "a", StorageClass.Glacier);
        s3.setObjectRedirectLocation("moved", "b", "/elsewhere");
        s3.deleteVersion("versions", "c", version);
        s3.setObjectAcl("shared", "d", CannedAccessControlList.PublicRead);
        s3.setObjectAcl("published", "e", version, CannedAccessControlList.PublicRead);
        s3.setObjectTagging(new SetObjectTaggingRequest("tagged", "f", version, tags));
        s3.copyObject(new CopyObjectRequest("from", "g", version, "to", "h"));
        s3.disableRequesterPays("mine");
        s3.isRequesterPaysEnabled("theirs");
        return s3.getS3AccountOwner().getId();
    }

    public void machines() {
        ec2.attachVolume(new AttachVolumeRequest("vol-1", "i-1", "/dev/sdf"));
        ec2.describeInstanceAttribute(new DescribeInstanceAttributeRequest("i-2", "userData"));
        // The model lists its members by their names: which argument is which is not known.
        ec2.attachVpnGateway(new AttachVpnGatewayRequest("vgw-1", "vpc-1"));
    }

    public void users(String policy) {
        // Once its user was required.
        iam.deactivateMFADevice(new DeactivateMFADeviceRequest("ann", "arn:aws:iam::111122223333:mfa/ann"));
        iam.putUserPolicy(new PutUserPolicyRequest("bob", "inline", policy));
    }
}
