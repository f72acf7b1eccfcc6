package app;

import jakarta.inject.Inject;

public class Put extends Base {
    @Inject
    Store store;

    @Override
    public String execute(String key) {
        return store.put(key);
    }
}
