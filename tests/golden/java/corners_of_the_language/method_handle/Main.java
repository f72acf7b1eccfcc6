package method_handle;

import java.lang.invoke.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() throws Throwable { MethodHandle h = MethodHandles.lookup().findVirtual(Store.class, "get", MethodType.methodType(String.class)); h.invoke(new Store()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("method_handle"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("method_handle"));
    }
}
