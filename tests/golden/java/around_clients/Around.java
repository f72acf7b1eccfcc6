package around;

import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.AmazonS3URI;
import java.util.*;
import java.util.concurrent.*;
import software.amazon.awssdk.services.s3.*;
import software.amazon.awssdk.services.sqs.*;

class Named extends DelegatingS3Client {
    Named(S3Client inner) {
        super(inner);
    }
}

/** What has a client's name or holds one, and is none. */
public class Around {
    static void parsed(String path) {
        AmazonS3URI place = new AmazonS3URI(path);
        AmazonS3ClientBuilder.defaultClient().deleteObject(place.getBucket(), place.getKey());
    }

    static void promised(CompletableFuture<SqsClient> client, Optional<SqsClient> other) {
        client.complete(SqsClient.create());
        client.completeExceptionally(new IllegalStateException());
        if (other.isPresent() && !client.isDone()) {
            other.get().listQueues();
        }
    }

    public static void main(String[] args) {
        parsed(args[0]);
        Named named = new Named(S3Client.create());
        named.headBucket(b -> b.bucket("inherited"));
        named.delegate();
        DelegatingS3Client declared = named;
        ((S3Client) declared.delegate()).createBucket(b -> b.bucket("delegate"));
    }
}
