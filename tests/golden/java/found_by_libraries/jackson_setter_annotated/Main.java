package jackson_setter_annotated;

import com.fasterxml.jackson.annotation.*;
import com.fasterxml.jackson.databind.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class A { @JsonProperty("n") void name(String n) { new Store().get(); } }
class Main { static void run(String s) throws Exception { new ObjectMapper().readValue(s, A.class); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("jackson_setter_annotated"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("jackson_setter_annotated"));
    }
}
