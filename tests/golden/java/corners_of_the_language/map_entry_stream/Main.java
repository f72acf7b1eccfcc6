package map_entry_stream;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() { Map.of("a", new Store()).entrySet().stream().map(Map.Entry::getValue).forEach(Store::get); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("map_entry_stream"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("map_entry_stream"));
    }
}
