package app;

import jakarta.inject.Inject;

public class Wipe extends Base {
    @Inject
    Store store;

    @Override
    public String execute(String key) {
        return store.wipe(key);
    }
}
