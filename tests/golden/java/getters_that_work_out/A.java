import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.AmazonS3URI;

public class A {
    private static final AmazonS3 S3 = AmazonS3ClientBuilder.defaultClient();

    public static void main(String[] args) {
        AmazonS3URI place = new AmazonS3URI(args[0], true);
        if (place.getKey() != null) {
            S3.deleteObject(place.getBucket(), place.getKey() + ".lock");
        }
    }
}
