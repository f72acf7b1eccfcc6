package shop;

import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;
import java.util.stream.*;

public class App {
    record Place(Table table, int weight) {}

    record Shelf(Place place) {}

    static class NotThere extends RuntimeException {
        final Table table;

        NotThere(Table table) {
            this.table = table;
        }
    }

    static class Named {
        public String toString() {
            new Table().load("to-string");
            return "";
        }
    }

    interface Step {
        void go(Table table);

        default Step twice() {
            return table -> {
                go(table);
                go(table);
            };
        }
    }

    public static void functions(String key) {
        Function<String, Table> makes = name -> new Table();
        makes.andThen(table -> table.load("and-then-function")).apply(key);
        Function<Table, Table> loads = table -> table.load("composed");
        loads.compose((String name) -> new Table()).apply(key);
        Step step = table -> table.load("default-method");
        step.twice().go(new Table());
    }

    public static void tasks(String key) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        executor.submit(() -> new Table()).get().load("submitted");
        for (Future<Table> future : executor.invokeAll(List.of(() -> new Table()))) {
            future.get().load("invoked");
        }
        FutureTask<Table> task = new FutureTask<>(() -> new Table());
        task.run();
        task.get().load("task");
        class Fork extends RecursiveTask<Table> {
            protected Table compute() {
                return new Table();
            }
        }
        new ForkJoinPool().invoke(new Fork()).load("pool");
        Fork fork = new Fork();
        fork.fork();
        fork.join().load("joined");
        CompletableFuture.supplyAsync(() -> new Table())
            .applyToEither(new CompletableFuture<Table>(), table -> table.load("either"));
    }

    public static void patterns(Object given) {
        Object shelf = new Shelf(new Place(new Table(), 1));
        if (shelf instanceof Shelf(Place(Table table, int weight))) {
            table.load("record-pattern");
        }
        switch (shelf) {
            case Shelf(var place) when place.weight() > 0 -> place.table().load("switch-pattern");
            default -> { }
        }
        try {
            throw new NotThere(new Table());
        } catch (IllegalStateException | NotThere error) {
            if (error instanceof NotThere missing) {
                missing.table.load("caught");
            }
        }
        several("a", new Table[] {new Table()});
        String text = "" + new Named();
    }

    static void several(String name, Table... tables) {
        for (Table table : tables) {
            table.load("varargs");
        }
    }

    public static void reflection(String key) throws Exception {
        Table.class.getDeclaredConstructor().newInstance().load("constructed");
        ((Runnable) Class.forName("shop.Job").getDeclaredConstructor().newInstance()).run();
    }
}
