import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** More functions and objects than a place holds of those that tell nothing; what leads to a request stays. */
public class App {
    private final Map<String, BiConsumer<Store, String>> steps = new HashMap<>();
    private final List<Supplier<Object>> makers = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    App() {
        // Parameters without a declared type, methods called like those of collections.
        makers.add(parts::iterator);
        steps.put("a", (store, key) -> store.put("orders", key));
        steps.put("b", (store, key) -> store.get("orders"));
        steps.put("c", (store, key) -> store.remove("orders"));
        steps.put("d", (store, key) -> key.length());
        steps.put("e", (store, key) -> key.trim());
        steps.put("f", (store, key) -> key.strip());
        steps.put("g", (store, key) -> key.chars());
        steps.put("h", (store, key) -> key.lines());
        steps.put("i", (store, key) -> key.isEmpty());
        steps.put("j", (store, key) -> key.isBlank());
        steps.put("k", (store, key) -> key.hashCode());
        steps.put("l", (store, key) -> key.intern());
        steps.put("m", (store, key) -> key.getBytes());
        steps.put("n", (store, key) -> key.toLowerCase());
        steps.put("o", (store, key) -> key.toUpperCase());
        steps.put("p", (store, key) -> key.codePoints());
        for (int i = 0; i < 3; i++) {
            parts.add(new Plain0()); parts.add(new Plain1()); parts.add(new Plain2()); parts.add(new Plain3());
            parts.add(new Plain4()); parts.add(new Plain5()); parts.add(new Plain6()); parts.add(new Plain7());
            parts.add(new Plain8()); parts.add(new Plain9()); parts.add(new PlainA()); parts.add(new PlainB());
            parts.add(new Chained()); parts.add(new Derived());
        }
    }

    public static void main(String[] args) {
        App app = new App();
        for (BiConsumer<Store, String> step : app.steps.values()) {
            step.accept(new Store(), args[0]);
        }
        for (Part part : app.parts) {
            part.run(new Context());
        }
    }
}

class Context {
    Store store() { return new Store(); }
}

interface Part { void run(Context context); }

class Plain0 implements Part { public void run(Context context) { } }
class Plain1 implements Part { public void run(Context context) { } }
class Plain2 implements Part { public void run(Context context) { } }
class Plain3 implements Part { public void run(Context context) { } }
class Plain4 implements Part { public void run(Context context) { } }
class Plain5 implements Part { public void run(Context context) { } }
class Plain6 implements Part { public void run(Context context) { } }
class Plain7 implements Part { public void run(Context context) { } }
class Plain8 implements Part { public void run(Context context) { } }
class Plain9 implements Part { public void run(Context context) { } }
class PlainA implements Part { public void run(Context context) { } }
class PlainB implements Part { public void run(Context context) { } }

/** What it calls is known by what a method gives back. */
class Chained implements Part {
    public void run(Context context) { context.store().clear("chained"); }
}

/** The request is made by what the class it derives from does. */
abstract class Base implements Part {
    public void run(Context context) { finish(context); }
    abstract void finish(Context context);
}

class Derived extends Base {
    void finish(Context context) {
        Store own = context.store();
        own.add("derived");
    }
}
