package shop;

import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class Orders extends Store {
    private final ExecutorService workers;

    public Orders(ExecutorService workers) {
        this.workers = workers;
        s3 = S3Client.create();
        bucket = "orders";
    }

    public void save(String text) {
        new Attempt<Object>() {
            @Override
            Object attempt() {
                return s3.putObject(r -> r.bucket(bucket).key(note), RequestBody.fromString(text));
            }
        }.call();
    }

    public void clean() {
        workers.submit(new Runnable() {
            @Override
            public void run() {
                drop("old");
            }
        });
    }

    public Object read() {
        return new Reader().call();
    }

    public Object look() {
        return new Plain().look();
    }

    private class Plain {
        Object look() {
            return s3.headObject(r -> r.bucket(bucket).key("seen"));
        }
    }

    private class Reader extends Attempt<Object> {
        @Override
        Object attempt() {
            return s3.getObject(r -> r.bucket(bucket).key("latest"));
        }
    }
}
