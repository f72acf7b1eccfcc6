package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class App implements RequestHandler<Map<String, String>, String> {
  private final S3Client s3 = S3Client.create();

  @Override
  public String handleRequest(Map<String, String> event, Context context) {
    String stage = System.getenv("STAGE");
    boolean away = !stage.isEmpty() && !stage.startsWith("prod");
    if (away) {
      s3.getObject(b -> b.bucket("java-away").key("k"));
    } else {
      s3.deleteObject(b -> b.bucket("java-here").key("k"));
    }
    boolean both = stage.equals("prod-one") && event.containsKey("quiet");
    if (both) {
      s3.deleteObject(b -> b.bucket("java-both").key("k"));
    }
    return "";
  }
}
