package com.acme;

public class Main {
    public static void main(String[] args) {
        new Store().save("x.txt");
    }
}
