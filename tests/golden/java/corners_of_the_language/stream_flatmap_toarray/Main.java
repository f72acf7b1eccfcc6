package stream_flatmap_toarray;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() { Store[] a = Stream.of(List.of(new Store())).flatMap(List::stream).toArray(Store[]::new); a[0].get(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("stream_flatmap_toarray"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("stream_flatmap_toarray"));
    }
}
