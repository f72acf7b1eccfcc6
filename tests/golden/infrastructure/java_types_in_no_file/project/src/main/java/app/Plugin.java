package app;

public interface Plugin {
    void run();
}
