package com.shop.web;

import com.shop.core.Store;

public final class Views {
    public void forget() {
        new Store().remove();
    }
}
