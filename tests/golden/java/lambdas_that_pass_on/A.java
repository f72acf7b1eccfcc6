import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

public class A {
    static S3Client s3 = S3Client.create();
    static void one(String b, String k) { s3.getObject(r -> r.bucket(b).key(k)); }
    static void two(String b, String k) { s3.getObject(GetObjectRequest.builder().bucket(b).key(k).build()); }
    static void three(String b, String k) { GetObjectRequest r = GetObjectRequest.builder().bucket(b).key(k).build(); s3.getObject(r); }
    public static void main(String[] args) throws Exception {
        one("a1", "k1"); one("a2", "k2");
        two("b1", "k1"); two("b2", "k2");
        three("c1", "k1"); three("c2", "k2");
    }
}
