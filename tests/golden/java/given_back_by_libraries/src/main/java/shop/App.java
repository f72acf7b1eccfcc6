package shop;

import acme.flow.Bag;
import acme.flow.Container;
import acme.flow.Flow;
import acme.flow.Worker;
import com.google.common.base.Suppliers;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import io.vavr.control.Try;
import java.util.List;
import java.util.Optional;
import lombok.experimental.Delegate;
import org.apache.commons.lang3.tuple.Pair;
import reactor.core.publisher.Mono;

public class App {
    interface Store {
        void keep();
    }

    static class Local implements Store {
        public void keep() {
            new Table().load("activity");
        }
    }

    static class Around {
        @Delegate
        private final Table table = new Table();
    }

    public static void ofUnknown(String key) {
        Flow.of(new Table()).load("wrapped");
        Flow.of(new Table()).first().value().load("chained");
        for (Table table : Flow.all(List.of(new Table()))) {
            table.load("listed");
        }
        Flow.of(new Table()).then(table -> table.load("called-back"));
        Flow.lazily(() -> new Table()).value().load("supplied");
        Flow.both(Optional.of(new Table()), Optional.of(1)).map(pair -> pair.left().load("paired"));
    }

    public static void putAndTaken(String key) {
        Bag<Table> bag = new Bag<>();
        bag.insert(new Table());
        bag.fetch().load("bagged");
    }

    public static void madeOfClasses(String key) {
        Container.register(Table.class);
        Container.resolve(Table.class).load("resolved");
        Worker.of("queue").register(new Local());
    }

    public static void ofKnown(String key) throws Exception {
        Suppliers.memoize(() -> new Table()).get().load("memoized");
        Try.of(() -> new Table()).map(table -> table.load("tried"));
        Pair.of(1, new Table()).getRight().load("pair");
        Mono.defer(() -> Mono.fromSupplier(() -> new Table())).subscribe(table -> table.load("deferred"));
        LoadingCache<String, Table> cache = CacheBuilder.newBuilder().build(new CacheLoader<String, Table>() {
            public Table load(String name) {
                return new Table();
            }
        });
        cache.getUnchecked(key).load("cached");
        new Around().load("delegated");
        DaggerShopComponent.create().table().load("component");
    }
}
