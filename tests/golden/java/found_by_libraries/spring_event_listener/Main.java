package spring_event_listener;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.springframework.context.*;
import org.springframework.context.event.*;
import org.springframework.stereotype.*;
import software.amazon.awssdk.services.s3.S3Client;

class Ev { }
@Component class H { @EventListener void on(Ev e) { new Store().get(); } }
@Service class Main { private final ApplicationEventPublisher p; Main(ApplicationEventPublisher p) { this.p = p; } public void run() { p.publishEvent(new Ev()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("spring_event_listener"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("spring_event_listener"));
    }
}
