package lombok_fluent;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import lombok.experimental.Accessors;
import software.amazon.awssdk.services.s3.S3Client;

@Getter @Setter @Accessors(fluent = true) class A { private Store store; }
class Main { static void run() { A a = new A(); a.store(new Store()); a.store().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_fluent"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_fluent"));
    }
}
