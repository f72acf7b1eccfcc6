package anonymous_init_block;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() { new ArrayList<Store>() {{ add(new Store()); }}.get(0).get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("anonymous_init_block"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("anonymous_init_block"));
    }
}
