package app;

import com.amazonaws.serverless.proxy.jersey.JerseyLambdaContainerHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.glassfish.jersey.server.ResourceConfig;

public class WebHandler implements RequestHandler<AwsProxyRequest, AwsProxyResponse> {
    private static final JerseyLambdaContainerHandler<AwsProxyRequest, AwsProxyResponse> SERVER =
            JerseyLambdaContainerHandler.getAwsProxyHandler(new ResourceConfig().packages("app"));

    @Override
    public AwsProxyResponse handleRequest(AwsProxyRequest request, Context context) {
        return SERVER.proxy(request, context);
    }
}
