package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

public class Beside implements RequestHandler<Map<String, String>, String> {
    private final S3Client s3 = S3Client.create();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        s3.getObject(b -> b.bucket("b").key("k"));
        new Saver().save("k");
        return "";
    }
}
