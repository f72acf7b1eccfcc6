package com.example.orders;

/** What a customer ordered. */
public record Order(String id, String customer, long cents) {
    static Order parse(String text) {
        String[] parts = text.split(",");
        return new Order(parts[0], parts[1], Long.parseLong(parts[2]));
    }
}
