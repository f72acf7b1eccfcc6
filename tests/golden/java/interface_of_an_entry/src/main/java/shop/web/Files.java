package shop.web;

import shop.Store;

public class Files {
    private final Store store;

    public Files(Store store) {
        this.store = store;
    }

    public void remove(String key) {
        store.remove(key);
    }
}
