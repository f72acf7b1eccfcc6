package app;

import io.micronaut.crac.OrderedResource;
import jakarta.inject.Singleton;
import org.crac.Context;
import org.crac.Resource;

@Singleton
public class Prime implements OrderedResource {
    private final Store store;

    public Prime(Store store) {
        this.store = store;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        store.look();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
    }
}
