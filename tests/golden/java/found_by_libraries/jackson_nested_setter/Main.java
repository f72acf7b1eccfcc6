package jackson_nested_setter;

import com.fasterxml.jackson.core.type.*;
import com.fasterxml.jackson.databind.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.services.s3.S3Client;

class B { public void setName(String n) { new Store().get(); } }
class A { public List<B> bs; }
class Main { static void run(String s) throws Exception { new ObjectMapper().readValue(s, new TypeReference<Map<String, A>>() {}); } }

class Store {
    private final S3Client c = S3Client.create();

    public String get() {
        c.getObject(b -> b.bucket("store").key("jackson_nested_setter"));
        return "x";
    }

    public void drop() {
        c.deleteObject(b -> b.bucket("store").key("jackson_nested_setter"));
    }
}
