import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Arrays;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class H implements RequestHandler<String, String> {
    private final S3Client s3 = S3Client.create();
    private final String bucket = System.getenv("BUCKET");

    public String handleRequest(String input, Context context) {
        String folder = System.getenv("FOLDER");
        if (folder.startsWith("tmp") || folder.endsWith("out") || !folder.contains("/")) {
            s3.deleteObject(b -> b.bucket(bucket).key(folder));
        }
        String key = folder.endsWith("/") ? "ends" : "today";
        s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString("x"));
        if (System.getenv("NAME").contains("old")) {
            s3.getObject(b -> b.bucket(bucket).key("old"));
        }
        if (Arrays.asList(folder.split("/")).contains("data/in")) {
            s3.getObjectTagging(b -> b.bucket(bucket).key("in"));
        }
        return key;
    }
}
