package double_checked;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { private static volatile Store s; static Store s() { if (s == null) { synchronized (Main.class) { if (s == null) s = new Store(); } } return s; } static void run() { s().get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("double_checked"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("double_checked"));
    }
}
