package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

public class PlainHandler implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String text, Context context) {
        return text;
    }
}
