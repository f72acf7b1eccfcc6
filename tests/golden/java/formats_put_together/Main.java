import software.amazon.awssdk.services.s3.S3Client;

public class Main {
    private final S3Client s3 = S3Client.create();
    private final String padded;

    Main(int width) {
        this.padded = "%0" + width + "d";
    }

    public static void main(String[] args) {
        new Main(Integer.parseInt(args[0])).read(Long.parseLong(args[1]), System.getenv("FORMAT"));
    }

    void read(long offset, String format) {
        s3.getObject(b -> b.bucket("padded").key("part-" + String.format(padded, offset) + ".json"));
        s3.getObject(b -> b.bucket("inside").key(String.format("%s/%-" + format + "s/end", "a", "b")));
        s3.getObject(b -> b.bucket("before").key(String.format("p/" + format + "/%s", "z")));
        s3.getObject(b -> b.bucket("percent").key(String.format("100%%" + format, "z")));
    }
}
