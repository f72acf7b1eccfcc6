package com.acme.web;

import com.acme.core.*;
import static com.acme.core.Names.*;
import java.util.*;
import java.util.function.*;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

public class FileController {
    private final Map<String, Consumer<String>> handlers = new HashMap<>();
    private final S3Client s3 = AwsClients.get().s3();

    public FileController() {
        handlers.put("get", this::get);
        handlers.put("list", k -> s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).prefix(k)).contents().forEach(o -> get(o.key())));
        handlers.put("copy", new Consumer<String>() {
            @Override public void accept(String k) {
                s3.copyObject(CopyObjectRequest.builder().sourceBucket(BUCKET).sourceKey(k).destinationBucket("backup").destinationKey(k).build());
            }
        });
    }

    private void get(String key) {
        s3.getObjectAsBytes(GetObjectRequest.builder().bucket(BUCKET).key(key).build());
    }

    public String handle(Object event) {
        return switch (event) {
            case String s -> { handlers.get(s).accept(s); yield "ok"; }
            case Upload(String key, byte[] data) -> {
                s3.putObject(PutObjectRequest.builder().bucket(BUCKET).key("up/" + key).build(), RequestBody.fromBytes(data));
                yield key;
            }
            case Delete d when d.hard() -> { s3.deleteObject(d.request()); yield "gone"; }
            case null, default -> "none";
        };
    }

    sealed interface Event permits Upload, Delete {}
    record Upload(String key, byte[] data) implements Event {}
    record Delete(String key, boolean hard) implements Event {
        DeleteObjectRequest request() { return DeleteObjectRequest.builder().bucket("trash").key(key).build(); }
    }

    public static void main(String[] args) {
        var c = new FileController();
        for (var a : args) c.handle(a);
        AwsClients.sqs()
            .sendMessage(b -> b.queueUrl(System.getenv("QUEUE_URL")).messageBody("""
            {"a": 1}
            """));
    }
}
