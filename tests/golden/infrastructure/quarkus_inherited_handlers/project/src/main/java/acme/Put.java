package acme;
import com.amazonaws.services.lambda.runtime.*;
import jakarta.inject.Named;
import jakarta.inject.Inject;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.core.sync.RequestBody;
@Named("put")
public class Put implements RequestHandler<String, String> {
  @Inject S3Client s3;
  public String handleRequest(String in, Context c) {
    s3.putObject(b -> b.bucket("acme-out").key("k"), RequestBody.fromString(in));
    return in;
  }
}
