package com.acme.shop;

public class Bucket {
    public String name() {
        return "acme-shop";
    }
}
