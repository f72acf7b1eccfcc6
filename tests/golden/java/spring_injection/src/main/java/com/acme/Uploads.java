package com.acme;

public interface Uploads {
    void upload(String key);
}
