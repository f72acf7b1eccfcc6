package lombok_with;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import software.amazon.awssdk.services.s3.S3Client;

@Value @With class A { Store store; int n; }
class Main { static void run() { new A(new Store(), 1).withN(2).getStore().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_with"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_with"));
    }
}
