package app;

import java.util.HashMap;
import java.util.Map;
import org.unknown.Registry;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    static final S3Client s3 = S3Client.create();

    public void handle(String name, Object given, Registry registry) throws Exception {
        registry.register(new Registered());
        registry.register(OfItsClass.class);
        registry.register("x", Constructed::new);
        Map<String, Object> objects = new HashMap<>();
        objects.put("x", new InAMap());
        registry.all(objects);
        Reflected.class.getMethod(name).invoke(given);
        for (var method : Listed.class.getDeclaredMethods()) {
            method.invoke(given);
        }
    }
}

class Registered {
    void go() { App.s3.getObject(b -> b.bucket("registered").key("k")); }

    private void own() { App.s3.getObject(b -> b.bucket("private").key("k")); }
}

class OfItsClass {
    void go() { App.s3.getObject(b -> b.bucket("of-its-class").key("k")); }
}

class Constructed {
    void go() { App.s3.getObject(b -> b.bucket("constructed").key("k")); }
}

class InAMap {
    protected void go() { App.s3.getObject(b -> b.bucket("in-a-map").key("k")); }
}

class Reflected {
    public void go() { App.s3.getObject(b -> b.bucket("reflected").key("k")); }
}

class Listed {
    void go() { App.s3.getObject(b -> b.bucket("listed").key("k")); }
}

class NotGiven {
    void go() { App.s3.getObject(b -> b.bucket("not-given").key("k")); }
}
