import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class Handler {
    private static final Map<String, String> KNOWN = Map.of("a", "x");

    private final S3Client s3 = S3Client.create();

    private void put(String key) {
        s3.putObject(request -> request.bucket("answers").key(key), RequestBody.empty());
    }

    private static Map<String, String> checked(String raw) {
        if (raw == null) {
            return Map.of("error", "no body");
        }
        return Map.of("payload", raw);
    }

    private static Map<String, String> noted(String raw) {
        Map<String, String> found = new HashMap<>();
        if (raw == null) {
            found.put("error", "no body");
        }
        return found;
    }

    static class Result {
        String error;
    }

    private static Result result(String raw) {
        Result found = new Result();
        if (raw == null) {
            found.error = "no body";
        }
        return found;
    }

    public void either(String body) {
        String error = checked(body).get("error");
        if (error != null) {
            return;
        }
        put("either");
    }

    public void onSomePaths(String body) {
        String error = noted(body).get("error");
        if (error != null) {
            return;
        }
        put("on-some-paths");
    }

    public void lookedUp(String kind) {
        String known = KNOWN.get(kind);
        if (known != null) {
            return;
        }
        put("looked-up");
    }

    public void ofFields(String body) {
        String error = result(body).error;
        if (error != null) {
            return;
        }
        put("of-fields");
    }
}
