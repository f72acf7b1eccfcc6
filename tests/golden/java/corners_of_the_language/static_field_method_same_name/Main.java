package static_field_method_same_name;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class A { static Store s = new Store(); static Store s() { return s; } }
class Main { static void run() { A.s().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("static_field_method_same_name"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("static_field_method_same_name"));
    }
}
