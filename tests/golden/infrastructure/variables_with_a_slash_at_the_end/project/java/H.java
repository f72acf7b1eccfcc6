import com.amazonaws.services.lambda.runtime.*;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
public class H implements RequestHandler<String, String> {
    private static String normalise(String p) {
        String r = p.startsWith("/") ? p : "/" + p;
        return r.endsWith("/") ? r : r + "/";
    }
    public String handleRequest(String s, Context c) {
        String prefix = normalise(System.getenv("SSM_PREFIX"));
        return SsmClient.create().getParameter(GetParameterRequest.builder().name(prefix + "db/password").build()).parameter().value();
    }
}
