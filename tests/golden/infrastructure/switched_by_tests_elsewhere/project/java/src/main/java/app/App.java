package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class App implements RequestHandler<Map<String, String>, String> {
  private static final boolean PROD = "prod".equals(System.getenv("STAGE"));
  private final S3Client s3 = S3Client.create();
  private final boolean own = System.getenv("STAGE").equals("prod");

  @Override
  public String handleRequest(Map<String, String> event, Context context) {
    if (PROD) {
      s3.deleteObject(b -> b.bucket("java-prod").key("k"));
    } else {
      s3.getObject(b -> b.bucket("java-other").key("k"));
    }
    if (own || this.own) {
      s3.deleteObject(b -> b.bucket("java-own").key("k"));
    }
    if (Settings.isProd() || Settings.isEarly()) {
      s3.deleteObject(b -> b.bucket("java-settings").key("k"));
    }
    s3.getObject(b -> b.bucket(Settings.PROD ? "prod" : "java-any").key("k"));
    return "";
  }
}
