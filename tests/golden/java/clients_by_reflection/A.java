import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
public class A {
    public static void main(String[] args) throws Exception {
        S3Client c = S3Client.create();
        java.lang.reflect.Method k = c.getClass().getMethod(args[0]);
        k.invoke(c);
        S3Client.class.getMethod("listBuckets").invoke(c);
        java.lang.reflect.Method m = S3Client.class.getMethod("deleteBucket", DeleteBucketRequest.class);
        m.invoke(c, DeleteBucketRequest.builder().bucket("b").build());
    }
}
