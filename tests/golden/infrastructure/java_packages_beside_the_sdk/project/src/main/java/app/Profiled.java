package app;

import com.amazonaws.codeguruprofilerjavaagent.LambdaProfiler;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

public class Profiled implements RequestHandler<String, String> {
    public String handleRequest(String input, Context context) {
        return LambdaProfiler.profile(input, context, (one, other) -> one);
    }
}
