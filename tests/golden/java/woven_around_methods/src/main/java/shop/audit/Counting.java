package shop.audit;

import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

@Counted
@Interceptor
public class Counting {
    private final CloudWatchClient client = CloudWatchClient.create();

    @AroundInvoke
    Object around(InvocationContext call) throws Exception {
        client.putMetricData(request -> request.namespace("shop"));
        return call.proceed();
    }
}
