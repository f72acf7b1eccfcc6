package app;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.lib.fields.Fields;
import org.lib.futures.Futures;
import org.lib.maker.Maker;
import org.lib.optionals.Optionals;
import org.lib.records.Records;
import org.lib.statics.Statics;
import org.lib.streams.Streams;
import software.amazon.awssdk.services.s3.S3Client;

public class App {
    record Given(S3Client storage) {}

    public static void main(String[] args) {
        S3Client client = S3Client.create();
        Fields fields = new Fields();
        fields.storage = client;
        Statics.client = client;
        Optionals.run(Optional.of(client));
        Futures.run(CompletableFuture.supplyAsync(() -> client));
        Streams.run(Stream.of(client));
        Records.run(new Given(client));
        Maker.run(S3Client::create);
    }
}
