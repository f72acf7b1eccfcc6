package lombok_cleanup;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import lombok.*;
import software.amazon.awssdk.services.s3.S3Client;

class A { void close() { new Store().get(); } }
class Main { static void run() { @Cleanup A a = new A(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("lombok_cleanup"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("lombok_cleanup"));
    }
}
