package spliterator_from_iterator;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class It implements Iterator<Store> { public boolean hasNext() { return true; } public Store next() { return new Store(); } }
class Main { static void run() { StreamSupport.stream(Spliterators.spliteratorUnknownSize(new It(), 0), false).forEach(s -> s.get()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spliterator_from_iterator"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spliterator_from_iterator"));
    }
}
