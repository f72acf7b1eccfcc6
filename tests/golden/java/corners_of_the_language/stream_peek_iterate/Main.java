package stream_peek_iterate;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Main { static void run() { Stream.iterate(new Store(), s -> s).limit(2).peek(Store::get).count(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("stream_peek_iterate"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("stream_peek_iterate"));
    }
}
