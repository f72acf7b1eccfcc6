package app;

import java.lang.reflect.Field;
import java.util.EnumSet;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

public class App {
    enum Operation {
        READ(App::read),
        REMOVE((client, key) -> client.deleteObject(b -> b.bucket("removed").key(key)));

        private final BiConsumer<S3Client, String> run;

        Operation(BiConsumer<S3Client, String> run) {
            this.run = run;
        }
    }

    private final Runnable notify =
        () -> SnsClient.create().publish(b -> b.topicArn("arn:aws:sns:eu-west-1:111122223333:told").message(""));

    private static void read(S3Client client, String key) {
        client.getObject(b -> b.bucket("read").key(key));
    }

    public static void main(String[] args) throws Exception {
        EnumSet.allOf(Operation.class).forEach(one -> one.run.accept(S3Client.create(), "key"));
        App app = new App();
        for (Field field : App.class.getDeclaredFields()) {
            if (field.get(app) instanceof Runnable task) {
                task.run();
            }
        }
    }
}
