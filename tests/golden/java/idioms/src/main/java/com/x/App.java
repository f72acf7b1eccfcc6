package com.x;

import static java.util.stream.Collectors.*;
import static com.x.Config.*;

import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.*;

public class App {
    // strategy map with method references
    private final Map<Kind, Function<String, String>> strategies = new EnumMap<>(Kind.class);
    private final SsmClient ssm;
    private final Supplier<KmsClient> kms = memoize(KmsClient::create);
    private volatile SecretsManagerClient secrets;
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    enum Kind {
        PARAM { @Override String path(String s) { return "/param/" + s; } },
        SECRET { @Override String path(String s) { return "secret-" + s; } };
        abstract String path(String s);
    }

    App(SsmClient ssm) {
        this.ssm = Objects.requireNonNull(ssm);
        strategies.put(Kind.PARAM, this::parameter);
        strategies.put(Kind.SECRET, name -> secret(Kind.SECRET.path(name)));
    }

    static <T> Supplier<T> memoize(Supplier<T> s) {
        AtomicReference<T> ref = new AtomicReference<>();
        return () -> {
            T t = ref.get();
            if (t == null) { t = s.get(); ref.set(t); }
            return t;
        };
    }

    private String parameter(String name) {
        return ssm.getParameter(GetParameterRequest.builder().name("/app/" + name).withDecryption(true).build()).parameter().value();
    }

    private SecretsManagerClient secrets() {
        if (secrets == null) {
            synchronized (this) {
                if (secrets == null) secrets = SecretsManagerClient.builder().build();
            }
        }
        return secrets;
    }

    private String secret(String id) {
        return secrets().getSecretValue(r -> r.secretId(id)).secretString();
    }

    void run(List<String> names) throws Exception {
        names.stream().filter(n -> !n.isBlank()).map(strategies.get(Kind.PARAM)).collect(toList());
        for (Map.Entry<Kind, Function<String, String>> e : strategies.entrySet()) e.getValue().apply("x");
        kms.get().decrypt(d -> d.keyId("arn:aws:kms:eu-west-1:111122223333:key/abc"));

        Future<?> f = pool.submit(() -> new Logs().write("/a/" + STAGE));
        f.get();
        CompletableFuture.runAsync(() -> bus().putEvents(b -> b.entries(PutEventsRequestEntry.builder().eventBusName(BUS).source("s").detailType("t").build())));
        CompletableFuture.supplyAsync(S3Client::create).thenAccept(c -> c.headBucket(h -> h.bucket("later")));

        Runnable r = new Runnable() {
            private final SfnClient sfn = SfnClient.create();
            @Override public void run() {
                sfn.startExecution(x -> x.stateMachineArn("arn:aws:states:eu-west-1:111122223333:stateMachine:M"));
            }
        };
        new Thread(r).start();
        try (SesV2Client ses = SesV2Client.create(); CloudWatchClient cw = CloudWatchClient.create()) {
            ses.sendEmail(s -> s.fromEmailAddress("a@example.com"));
            cw.putMetricData(p -> p.namespace("N"));
        }
        Stream.of("one", "two").map(n -> "bkt-" + n).forEach(b -> S3.deleteBucket(x -> x.bucket(b)));
        Object o = pick();
        if (o instanceof S3Client c && names.size() > 1) c.createBucket(b -> b.bucket("pattern"));
        String bucket = switch (STAGE) { case "prod" -> "b-prod"; case "dev", "test" -> "b-dev"; default -> throw new IllegalStateException(); };
        S3.listObjectsV2(l -> l.bucket(bucket));
        char c = 'x'; int n = 3; long q = 4L;
        S3.getBucketLocation(g -> g.bucket("loc-" + c + n + q));
        var sb = new StringBuilder("sb");
        sb.append('-').append(n);
        S3.getBucketTagging(g -> g.bucket(sb.toString()));
        S3.getBucketCors(g -> g.bucket(String.join("-", "a", "b", "c")));
        S3.getBucketAcl(g -> g.bucket("%s-%d".formatted("fmt", 7)));
        String[] parts = {"p0", "p1"};
        S3.getBucketPolicy(g -> g.bucket(parts[1]));
        S3.getBucketWebsite(g -> g.bucket(Optional.ofNullable(System.getenv("WEB")).orElse("web-default")));
    }

    static SdkClient pick() { return S3; }
    static EventBridgeClient bus() { return Lazy.INSTANCE.bus; }
    private enum Lazy { INSTANCE; final EventBridgeClient bus = EventBridgeClient.create(); }

    static class Logs {
        private final CloudWatchLogsClient logs;
        Logs() { this(CloudWatchLogsClient.create()); }
        Logs(CloudWatchLogsClient logs) { this.logs = logs; }
        boolean write(String group) {
            logs.createLogStream(c -> c.logGroupName(group).logStreamName("s"));
            return true;
        }
    }

    public static void main(String... args) throws Exception {
        new App(SsmClient.create()).run(Arrays.asList(args));
    }
}
