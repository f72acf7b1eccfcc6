package core;

public final class Registry {
    public static Store store;
}
