package app;

import com.acme.tasks.Task;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    static final S3Client s3 = S3Client.create();

    public static class OfField {
        public void save() {
            s3.putObject(b -> b.bucket("field").key("k"), RequestBody.empty());
        }
    }

    public static class OfParameter {
        public void remove() {
            s3.deleteObject(b -> b.bucket("parameter").key("k"));
        }
    }

    public static class Looked {
        public void drop() {
            s3.deleteBucket(b -> b.bucket("never"));
        }
    }

    private final Task task;
    Task later;

    public App(Task task) {
        this.task = task;
    }

    public void run() {
        later.register(new OfField());
        task.register(new OfParameter());
        Optional.of(new Looked()).map(Object::toString).orElse("").concat("x");
    }
}
