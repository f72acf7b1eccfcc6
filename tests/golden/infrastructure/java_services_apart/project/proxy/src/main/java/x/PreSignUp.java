package x;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import java.util.Map;
public class PreSignUp implements RequestHandler<Map<String, String>, String> {
  public String handleRequest(Map<String, String> e, Context c) {
    CognitoIdentityProviderClient.create().listUsers(b -> b.userPoolId(e.get("p")));
    return "";
  }
}
