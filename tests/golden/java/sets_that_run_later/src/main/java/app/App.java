package app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.s3.S3Client;

/** What is closed at the end, or handed to who runs it, sets nothing for what stands behind it. */
public class App {
    private final S3Client s3 = S3Client.create();

    static class Closing implements AutoCloseable {
        private final Map<String, String> o;

        Closing(Map<String, String> o) {
            this.o = o;
        }

        @Override
        public void close() {
            o.put("Bucket", "set-when-closed");
        }
    }

    static class Task implements Runnable {
        private final Map<String, String> o;

        Task(Map<String, String> o) {
            this.o = o;
        }

        @Override
        public void run() {
            o.put("Bucket", "set-by-a-task");
        }
    }

    public void closed(Map<String, String> x) {
        Map<String, String> o = new HashMap<>(x);
        try (Closing closing = new Closing(o)) {
            s3.getObject(b -> b.bucket(o.get("Bucket")).key("closed"));
        }
    }

    public void thread(Map<String, String> x) {
        Map<String, String> o = new HashMap<>(x);
        new Thread(new Task(o)).start();
        s3.getObject(b -> b.bucket(o.get("Bucket")).key("thread"));
    }

    public void future(Map<String, String> x) {
        Map<String, String> o = new HashMap<>(x);
        Runnable task = new Task(o);
        CompletableFuture.runAsync(task);
        s3.getObject(b -> b.bucket(o.get("Bucket")).key("future"));
    }

    public void straight(Map<String, String> x) {
        Map<String, String> o = new HashMap<>(x);
        new Task(o).run();
        s3.deleteObject(b -> b.bucket(o.get("Bucket")).key("straight"));
    }
}
