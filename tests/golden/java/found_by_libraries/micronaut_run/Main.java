package micronaut_run;

import io.micronaut.http.annotation.*;
import io.micronaut.runtime.Micronaut;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

@Controller("/") class C { @Get("/") String x() { return new Store().get(); } }
class Main { public static void run() { Micronaut.run(Main.class); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("micronaut_run"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("micronaut_run"));
    }
}
