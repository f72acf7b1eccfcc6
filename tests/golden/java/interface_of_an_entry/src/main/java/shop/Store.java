package shop;

public interface Store {
    void remove(String key);
}
