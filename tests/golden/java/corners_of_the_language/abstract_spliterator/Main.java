package abstract_spliterator;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Sp extends Spliterators.AbstractSpliterator<Store> { Sp() { super(1, 0); } public boolean tryAdvance(Consumer<? super Store> c) { c.accept(new Store()); return false; } }
class Main { static void run() { StreamSupport.stream(new Sp(), false).forEach(s -> s.get()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("abstract_spliterator"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("abstract_spliterator"));
    }
}
