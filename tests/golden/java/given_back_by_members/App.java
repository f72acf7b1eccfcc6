import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lib.listed.Listed;
import org.lib.mapped.Mapped;
import org.lib.none.None;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    public static void main(String[] args) {
        S3Client client = S3Client.create();
        Supplier<Object> context = () -> client;
        Mapped.run(Map.of("context", context));
        Listed.run(List.of(context));
        // It gives no client.
        Supplier<String> name = () -> "own";
        None.run(Map.of("name", name));
    }
}
