package app;

import com.acme.tasks.Base;
import com.acme.tasks.Tasks;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    static final S3Client s3 = S3Client.create();

    public static class OfField {
        public void save() {
            s3.putObject(b -> b.bucket("field").key("k"), RequestBody.empty());
        }
    }

    public static class Hooked {
        public void load() {
            s3.getObject(b -> b.bucket("hooked").key("k"));
        }
    }

    public static class Given {
        public void remove() {
            s3.deleteObject(b -> b.bucket("given").key("k"));
        }
    }

    public static class Streamed {
        public void tag() {
            s3.deleteObjectTagging(b -> b.bucket("streamed").key("k"));
        }
    }

    public static class Private {
        public void drop() {
            s3.deleteBucket(b -> b.bucket("never"));
        }
    }

    public static class Job extends Base {
        protected OfField store = new OfField();
        private Private own = new Private();

        @Override
        protected Hooked loader() {
            return new Hooked();
        }
    }

    public void run() {
        new Job().start();
        Tasks.use(() -> new Given());
        Tasks.all(List.of(new Streamed()).stream());
    }
}
