package app.files;

public interface FileSystem {
    void upload(String name);
}
