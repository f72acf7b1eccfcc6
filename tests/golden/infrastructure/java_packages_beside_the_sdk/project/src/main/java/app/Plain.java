package app;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.retry.PredefinedRetryPolicies;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

public class Plain implements RequestHandler<String, String> {
    private final ClientConfiguration configuration = new ClientConfiguration().withRetryPolicy(PredefinedRetryPolicies.NO_RETRY_POLICY);

    public String handleRequest(String input, Context context) {
        if (input.isEmpty()) throw new SdkClientException("nothing");
        return configuration.toString();
    }
}
