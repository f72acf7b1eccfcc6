package desk;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import javax.script.ScriptEngineManager;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Handler implements RequestHandler<Map<String, String>, String> {
  @Override
  public String handleRequest(Map<String, String> event, Context context) {
    SqsClient.create().listQueues();
    try {
      Class.forName("org.example.Driver");
      ((Runnable) Class.forName(event.get("rule")).getDeclaredConstructor().newInstance()).run();
      new ScriptEngineManager().getEngineByName("js").eval(event.get("script"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return "";
  }
}
