import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class Handler {
  public String handleRequest(String in) {
    S3Client.create().putObject(b -> b.bucket("shelf").key("seed"), RequestBody.fromString("x"));
    return in;
  }
}
