package com.acme;

import static com.acme.Names.QUEUE;

import com.acme.base.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Language {
    private final SqsClient sqs = Clients.sqs();

    static class Users extends Repository {
        Users() {
            super(S3Client.create());
        }

        @Override
        protected String bucket() {
            return "users";
        }
    }

    record Target(String bucket, Kind kind) {
        String key() {
            return kind.folder() + "/x";
        }
    }

    enum Kind {
        LOGS("logs"), DATA("rows");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        String folder() {
            return folder;
        }
    }

    interface Job {
        void run(S3Client s3);
    }

    void inheritance() {
        new Users().remove("u1");
    }

    void records() {
        Target target = new Target("targets", Kind.LOGS);
        Clients.s3().getObject(g -> g.bucket(target.bucket()).key(target.key()));
    }

    void anonymous() {
        String name = "anonymous";
        Job job = new Job() {
            @Override
            public void run(S3Client s3) {
                s3.headBucket(h -> h.bucket(name));
            }
        };
        job.run(Clients.s3());
    }

    void lambdas() {
        Supplier<S3Client> supplier = S3Client::create;
        Consumer<String> delete = bucket -> supplier.get().deleteBucket(d -> d.bucket(bucket));
        Stream.of("one", "two").forEach(delete);
        List.of("three").stream().map(this::prefixed).forEach(this::create);
        Optional.of("four").map(value -> value + "-x").ifPresent(this::create);
    }

    private String prefixed(String name) {
        return "p-" + name;
    }

    private void create(String bucket) {
        Clients.s3().createBucket(c -> c.bucket(bucket));
    }

    void create(String bucket, boolean loud) {
        Clients.s3().createBucket(c -> c.bucket("loud-" + bucket));
    }

    void text(int day) {
        String key = switch (day) {
            case 1 -> "monday";
            case 2 -> {
                yield "tuesday";
            }
            default -> "other";
        };
        var name = """
            block-%s""".formatted("text");
        StringBuilder builder = new StringBuilder("built-");
        builder.append("up");
        Clients.s3().putObject(p -> p.bucket(name).key(key), java.nio.file.Path.of("x"));
        Clients.s3().getBucketTagging(t -> t.bucket(builder.toString()));
        Map<String, String> tables = Map.of("a", "mapped");
        Clients.s3().getBucketAcl(a -> a.bucket(tables.get("a")));
        sqs.purgeQueue(p -> p.queueUrl(QUEUE));
        create("b", true);
    }
}
