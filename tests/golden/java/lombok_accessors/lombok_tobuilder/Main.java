package lombok_tobuilder;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import software.amazon.awssdk.services.s3.S3Client;

@Value @Builder(toBuilder = true) class A { Store store; }
class Main { static void run() { A.builder().store(new Store()).build().toBuilder().build().getStore().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_tobuilder"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_tobuilder"));
    }
}
