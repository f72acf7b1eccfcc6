package spring_rest_controller;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.springframework.boot.*;
import org.springframework.web.bind.annotation.*;
import software.amazon.awssdk.services.s3.S3Client;

@RestController class C { private final H h; C(H h) { this.h = h; } @GetMapping("/") public String x() { return h.go(); } }
@org.springframework.stereotype.Service class H { String go() { return new Store().get(); } }
@org.springframework.boot.autoconfigure.SpringBootApplication class Main { public static void run() { SpringApplication.run(Main.class); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spring_rest_controller"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spring_rest_controller"));
    }
}
