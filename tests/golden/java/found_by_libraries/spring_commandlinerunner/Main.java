package spring_commandlinerunner;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.springframework.boot.*;
import org.springframework.context.annotation.*;
import org.springframework.stereotype.*;
import software.amazon.awssdk.services.s3.S3Client;

@Component class R implements CommandLineRunner { public void run(String... a) { new Store().get(); } }
@org.springframework.boot.autoconfigure.SpringBootApplication class Main { public static void run() { SpringApplication.run(Main.class); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spring_commandlinerunner"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spring_commandlinerunner"));
    }
}
