package app;

import com.elsewhere.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

/** Its clients are put in by a framework and by code that is not here. */
public class App {
  private S3Client declared = null;
  private Storage foreign;
  private List<DynamoDbClient> list = new ArrayList<>();
  private Map<String, S3Client> map = new HashMap<>();
  private Optional<S3Client> maybe = Optional.empty();
  private Function<DeleteBucketRequest, DeleteBucketResponse> function;

  public void handleRequest(Object event) {
    declared.getObject(GetObjectRequest.builder().bucket("declared").key("k").build());
    foreign.putObject(PutObjectRequest.builder().bucket("foreign").key("k").build());
    list.get(0).getItem(GetItemRequest.builder().tableName("listed").build());
    for (S3Client one : map.values()) {
      one.deleteObject(DeleteObjectRequest.builder().bucket("mapped").key("k").build());
    }
    maybe.get().putObject(PutObjectRequest.builder().bucket("maybe").key("k").build());
    function.apply(DeleteBucketRequest.builder().bucket("given").build());
    foreign.getBucketPolicy(b -> b.bucket("consumed"));
    foreign.getBucketPolicy(b -> b.nothing("of it"));
    map.get("x").getBucketPolicy(foreign.request());
    foreign.publish("x");
    new Fake().deleteBucket("never");
    new Fake().send(DeleteBucketRequest.builder().bucket("never").build());
    foreign.listBuckets(b -> b.prefix("a class here has that method"));
  }

  /** Of the program's own: asks AWS for nothing, whatever it is called. */
  static class Fake {
    void deleteBucket(String name) {}
    void listBuckets(Object any) {}
    void send(Object any) {}
  }
}
