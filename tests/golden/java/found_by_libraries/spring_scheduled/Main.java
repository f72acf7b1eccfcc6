package spring_scheduled;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.springframework.boot.*;
import org.springframework.scheduling.annotation.*;
import software.amazon.awssdk.services.s3.S3Client;

@org.springframework.stereotype.Component class C { @Scheduled(fixedRate = 1) public void x() { new Store().get(); } }
@org.springframework.boot.autoconfigure.SpringBootApplication class Main { public static void run() { SpringApplication.run(Main.class); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spring_scheduled"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spring_scheduled"));
    }
}
