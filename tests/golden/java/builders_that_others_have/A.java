import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

public class A {
    private static final S3Client S3 = S3Client.create();
    private final StringBuilder field = new StringBuilder("field");

    public static void main(String[] args) {
        StringBuilder grown = new StringBuilder("grown");
        grown.append("/").append(args[0]);
        if (args.length > 1) {
            grown.append("/more");
        }
        get("own", grown.toString());
        StringBuilder anew = new StringBuilder("before");
        anew.setLength(0);
        anew.append("anew");
        get("own", anew.toString());
        get("own", new StringBuilder("chained").append("/end").toString());
        get("own", joined(args[0]));

        StringBuilder passed = new StringBuilder("passed");
        fill(passed, args[0]);
        get("others", passed.toString());
        StringBuilder captured = new StringBuilder("captured");
        List.of(args).forEach(one -> captured.append(one));
        get("others", captured.toString());
        StringBuilder other = new StringBuilder("other");
        Appendable alias = other;
        get("others", other.toString());
        new A().keep(args[0]);

        StringBuilder turned = new StringBuilder("turned");
        turned.reverse();
        get("changed", turned.toString());
        StringBuilder cut = new StringBuilder("cut");
        cut.append(args[0]).setLength(2);
        get("changed", cut.toString());
        StringBuilder twice = new StringBuilder("twice");
        get("changed", twice.append(args[0]).toString());
        get("changed", twice.toString());
    }

    private void keep(String name) {
        field.append(name);
        get("others", field.toString());
    }

    private static void fill(StringBuilder text, String name) {
        text.append(name);
    }

    private static String joined(String name) {
        StringBuilder text = new StringBuilder("joined");
        return text.append("/").append(name).toString();
    }

    private static void get(String bucket, String key) {
        S3.getObject(r -> r.bucket(bucket).key(key));
    }
}
