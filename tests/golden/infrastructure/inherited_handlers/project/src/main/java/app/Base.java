package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

public abstract class Base implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String key, Context context) {
        return process(key);
    }

    protected abstract String process(String key);
}
