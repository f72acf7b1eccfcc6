package lombok_fluent_chain;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import lombok.experimental.Accessors;
import software.amazon.awssdk.services.s3.S3Client;

@Data @Accessors(fluent = true, chain = true) class A { private Store store; private String name; }
class Main { static void run() { new A().store(new Store()).name("x").store().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_fluent_chain"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_fluent_chain"));
    }
}
