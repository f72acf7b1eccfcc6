import java.io.IOException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

public class App {
    private final S3Client s3 = S3Client.create();

    public void handle(String name) throws IOException {
        s3.putObject(PutObjectRequest.builder().bucket("first").key("a").build(), RequestBody.empty());
        new ProcessBuilder("bash", "scripts/sync.sh", "reports").start();
        new ProcessBuilder("./scripts/quiet.sh", name).start();
    }

    public void others(String name) throws IOException {
        Runtime.getRuntime().exec("sh ./scripts/more.sh");
        Runtime.getRuntime().exec(new String[] {"./scripts/missing.sh", name});
    }
}
