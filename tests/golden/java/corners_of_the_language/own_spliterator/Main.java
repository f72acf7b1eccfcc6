package own_spliterator;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Sp implements Spliterator<Store> { public boolean tryAdvance(Consumer<? super Store> c) { c.accept(new Store()); return false; } public Spliterator<Store> trySplit() { return null; } public long estimateSize() { return 1; } public int characteristics() { return 0; } }
class Main { static void run() { StreamSupport.stream(new Sp(), false).forEach(s -> s.get()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("own_spliterator"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("own_spliterator"));
    }
}
