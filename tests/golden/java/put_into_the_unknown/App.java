package app;

import com.acme.tasks.Task;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    static final S3Client s3 = S3Client.create();

    public static class Store {
        private final String bucket;

        public Store(String bucket) {
            this.bucket = bucket;
        }

        public void save() {
            s3.putObject(b -> b.bucket(bucket).key("k"), RequestBody.empty());
        }
    }

    private final Task task;

    public App(Task task) {
        this.task = task;
    }

    public void run(Task passed) {
        task.hook = new Store("hooked");
        Collections.addAll(passed.hooks, new Store("added"));
        passed.get().use(new Store("used"));
        Optional.of(new Store("optional")).ifPresent(passed);
        List.of(new Store("each")).forEach(passed::use);
        task.storage = s3;
        passed.clients().add(s3);
        passed.register(() -> s3);
    }
}
