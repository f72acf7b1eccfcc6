package cdi_event;

import jakarta.enterprise.context.*;
import jakarta.enterprise.event.*;
import jakarta.inject.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class Ev { }
@ApplicationScoped class L { void on(@Observes Ev e) { new Store().get(); } }
@ApplicationScoped class Main { @Inject Event<Ev> ev; public void run() { ev.fire(new Ev()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("cdi_event"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("cdi_event"));
    }
}
