package app;

import java.lang.reflect.Method;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    static final S3Client s3 = S3Client.create();

    public static class ByName {
        public void doPut() {
            s3.putObject(b -> b.bucket("put").key("a"), RequestBody.empty());
        }

        public void doRemove() {
            s3.deleteObject(b -> b.bucket("removed").key("a"));
        }
    }

    public static class Listed {
        public void read() {
            s3.getObject(b -> b.bucket("read").key("a"));
        }
    }

    public static class NotAsked {
        public void drop() {
            s3.deleteBucket(b -> b.bucket("never"));
        }
    }

    public static class OfObject {
        public void look() {
            s3.listObjectsV2(b -> b.bucket("looked"));
        }
    }

    public static void main(String[] args) throws Exception {
        ByName.class.getMethod("do" + args[0]).invoke(new ByName());
        for (Method one : Listed.class.getMethods()) {
            one.invoke(new Listed());
        }
        OfObject own = new OfObject();
        own.getClass().getDeclaredMethod(args[1]).invoke(own);
    }
}
