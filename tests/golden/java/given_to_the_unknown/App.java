package app;

import com.acme.tasks.Task;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    interface Own {
        void run(S3Client client);
    }

    private final Logger log = LoggerFactory.getLogger(getClass());
    private final S3Client s3 = S3Client.create();
    private final Task task;
    private final Own own;
    @Inject Task other;

    public App(Task task, Own own) {
        this.task = task;
        this.own = own;
    }

    public void run() {
        task.run(s3);
        own.run(s3);
        other.run(s3);
        log.info("{}", s3);
        task.run("a name");
        s3.getObject(b -> b.bucket("b").key("k"));
    }
}
