package enum_values_stream2;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

enum F { A { Store mk() { return new Store(); } }; abstract Store mk(); }
class Main { static void run(String n) { Arrays.stream(F.values()).forEach(f -> f.mk().get()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("enum_values_stream2"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("enum_values_stream2"));
    }
}
