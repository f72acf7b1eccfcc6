package jackson_getter_out;

import com.fasterxml.jackson.databind.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class A { public String getName() { return new Store().get(); } }
class Main { static void run() throws Exception { new ObjectMapper().writeValueAsString(new A()); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("jackson_getter_out"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("jackson_getter_out"));
    }
}
