package core;

public interface Store {
    void remove(String table);
}
