package com.shop.core;

final class Names {
    static final String ORDERS = "orders";
}
