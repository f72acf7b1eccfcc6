package lombok_builder_method;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import software.amazon.awssdk.services.s3.S3Client;

class A { Store s; @Builder A(Store s, int n) { this.s = s; } void go() { s.get(); } }
class Main { static void run() { A.builder().s(new Store()).n(1).build().go(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_builder_method"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_builder_method"));
    }
}
