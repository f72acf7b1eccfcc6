package shop;

import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.stream.*;

public class App {
    static class Tables extends HashMap<String, Table> {}

    static class View extends AbstractMap<String, Table> {
        public Set<Map.Entry<String, Table>> entrySet() {
            return Set.of(Map.entry("a", new Table()));
        }
    }

    public static void maps(String key) {
        Map<String, Table> merged = new HashMap<>();
        merged.merge("a", new Table(), (one, other) -> one);
        merged.get("a").load("merged");
        Map<String, Table> replaced = new HashMap<>();
        replaced.put("a", null);
        replaced.replaceAll((name, table) -> new Table());
        replaced.get("a").load("replaced");
        NavigableMap<String, Table> sorted = new TreeMap<>();
        sorted.put("a", new Table());
        sorted.floorEntry(key).getValue().load("floor-entry");
        Tables own = new Tables();
        own.put("a", new Table());
        own.get(key).load("own-map");
        new View().get(key).load("view");
        Map<String, Table> made = new HashMap<>() {{ put("a", new Table()); }};
        made.get(key).load("double-brace");
    }

    public static void lists(String key) throws Exception {
        Deque<Table> deque = new ArrayDeque<>();
        deque.offerLast(new Table());
        deque.pollFirst().load("deque");
        BlockingQueue<Table> queue = new LinkedBlockingQueue<>();
        queue.offer(new Table());
        List<Table> drained = new ArrayList<>();
        queue.drainTo(drained);
        drained.get(0).load("drained");
        Arrays.copyOf(new Table[] {new Table()}, 3)[0].load("copied");
        Table[] filled = new Table[3];
        Arrays.setAll(filled, index -> new Table());
        filled[0].load("set-all");
        Collections.max(List.of(new Table()), Comparator.comparing(Object::hashCode)).load("maximum");
        AtomicReferenceArray<Table> cells = new AtomicReferenceArray<>(3);
        cells.set(0, new Table());
        cells.get(0).load("atomic");
        StreamSupport.stream(List.of(new Table()).spliterator(), false).forEach(table -> table.load("support"));
    }

    public static void collectors(String key) {
        List<Table> tables = List.of(new Table());
        tables.stream().collect(Collectors.toMap(table -> "a", Function.identity())).get("a").load("to-map");
        tables.stream().collect(Collectors.groupingBy(table -> "a", Collectors.toSet()))
            .get("a").forEach(table -> table.load("grouped"));
        tables.stream().collect(Collectors.collectingAndThen(Collectors.toList(), all -> all.get(0)))
            .load("and-then");
        tables.stream().collect(Collectors.teeing(Collectors.toList(), Collectors.counting(), (all, n) -> all))
            .get(0).load("teeing");
        tables.stream().collect(Collectors.reducing((one, other) -> one)).get().load("reducing");
    }
}
