package try_resources_lambda;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() throws Exception { Store s = new Store(); try (AutoCloseable c = () -> s.get()) { } } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("try_resources_lambda"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("try_resources_lambda"));
    }
}
