import software.amazon.awssdk.services.s3.S3Client;

/** Overloads of one name and number of parameters: the argument's type decides which one is called. */
class App {
    record Archive(String name) {}
    static class Folder { String path() { return "folder"; } }
    static class Special extends Folder { @Override String path() { return "special"; } }

    private final S3Client s3 = S3Client.create();

    void store(Archive target) { s3.putObject(b -> b.bucket("archive-" + target.name()).key("k"), (java.nio.file.Path) null); }
    void store(Folder target) { s3.getObject(b -> b.bucket("f").key(target.path())); }
    void store(String target) { s3.deleteObject(b -> b.bucket("plain").key(target)); }

    static void run() {
        App app = new App();
        app.store(new Archive("2024"));
        app.store(new Special());
        app.store("text");
    }
}
