package acme;
import com.amazonaws.services.lambda.runtime.*;
import jakarta.inject.Inject;
import software.amazon.awssdk.services.s3.S3Client;
public abstract class Base implements RequestHandler<String, String> {
  @Inject S3Client s3;
  public String handleRequest(String in, Context c) {
    return s3.getObjectAsBytes(b -> b.bucket("acme-in").key("k")).asUtf8String();
  }
}
