package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

public class App implements RequestHandler<Map<String, String>, String> {
    private final S3Client s3 = S3Client.create();

    static String variable(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    void get(String bucket, String key) {
        s3.getObject(b -> b.bucket(bucket).key(key));
    }

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        get(variable("UNTOLD", "java-default"), "untold");
        get(Optional.ofNullable(System.getenv("UNTOLD")).orElse("java-default"), "untold-null");
        get(System.getenv().getOrDefault("UNTOLD", "java-default"), "untold-missing");
        get(variable("PATTERNED", "java-default"), "patterned");
        get(variable("LITERAL", "java-default"), "literal");
        get(System.getenv().getOrDefault("NOT_SET", "java-default"), "left-out");
        return "";
    }
}
