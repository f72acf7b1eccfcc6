package spring_async_postconstruct;

import jakarta.annotation.PostConstruct;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.springframework.stereotype.*;
import software.amazon.awssdk.services.s3.S3Client;

@Component class H { @PostConstruct void init() { new Store().get(); } }
@Service class Main { private final H h; Main(H h) { this.h = h; } public void run() { } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spring_async_postconstruct"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spring_async_postconstruct"));
    }
}
