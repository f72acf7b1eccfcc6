import software.amazon.awssdk.services.s3.S3Client;

/** Native code that a class loads may ask AWS for anything. */
public class App {
    static {
        System.loadLibrary("jobs");
    }

    static native String run(String name);

    public String handleRequest(String event, Object context) {
        S3Client.create().listBuckets();
        return run(event);
    }
}
