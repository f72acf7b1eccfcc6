package micronaut_factory;

import io.micronaut.context.annotation.*;
import jakarta.inject.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

interface H { void go(); }
@Factory class F { @Singleton H h() { return () -> new Store().get(); } }
@Singleton class Main { private final H h; Main(H h) { this.h = h; } public void run() { h.go(); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("micronaut_factory"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("micronaut_factory"));
    }
}
