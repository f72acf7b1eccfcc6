package app.files;

public abstract class AbstractFileSystem implements FileSystem {
    @Override
    public void upload(String name) {
        put(name);
    }

    protected abstract void put(String name);
}
