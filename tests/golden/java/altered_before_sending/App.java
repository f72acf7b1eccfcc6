import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.*;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;
public class App {
  static class Prefixing implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      GetObjectRequest r = (GetObjectRequest) context.request();
      return r.toBuilder().bucket("pre-" + r.bucket()).build();
    }
  }
  public static void main(String[] args) {
    S3Client s3 = S3Client.builder().overrideConfiguration(o -> o.addExecutionInterceptor(new Prefixing())).build();
    s3.getObject(GetObjectRequest.builder().bucket("st").key("k").build());
  }
}
