package desk;

import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

public class StreamHandler implements RequestStreamHandler {
    private static final SpringBootLambdaContainerHandler<Object, Object> WEB = start();

    private static SpringBootLambdaContainerHandler<Object, Object> start() {
        return SpringBootLambdaContainerHandler.getAwsProxyHandler(Application.class);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        WEB.proxyStream(in, out, context);
    }
}
