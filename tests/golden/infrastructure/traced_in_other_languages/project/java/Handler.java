import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.xray.AWSXRay;

public class Handler implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String input, Context context) {
        AWSXRay.beginSubsegment("part");
        AWSXRay.endSubsegment();
        return input;
    }
}
