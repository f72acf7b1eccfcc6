package inner_class;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Out { Store s = new Store(); class In { void go() { s.get(); } } }
class Main { static void run() { new Out().new In().go(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("inner_class"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("inner_class"));
    }
}
