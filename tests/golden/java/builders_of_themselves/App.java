package shop;

import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    private final S3Client s3 = S3Client.create();

    static Object grow(List<String> names) {
        Object inner = Tree.builder();
        for (String name : names) {
            inner = Tree.builder().left(inner).right(inner);
            inner = Tree.builder().left(inner).bucket(name);
        }
        return inner;
    }

    public void handleRequest(List<String> names) {
        Object told = grow(names);
        Tree tree = Tree.builder().bucket("orchard").left(told).bucket("orchard").build();
        s3.getObject(b -> b.bucket(tree.getBucket()).key("k"));
    }
}
