package shop;

import core.Registry;

public final class Views {
    public void forget() {
        Registry.store.remove("orders");
    }
}
