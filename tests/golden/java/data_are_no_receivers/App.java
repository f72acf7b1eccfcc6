package demo;

import java.util.HashMap;
import java.util.Map;
import org.example.Elsewhere;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;

public class App {
    public static void main(String[] args) {
        var s3 = S3Client.create();
        var found = args.length > 0 ? Elsewhere.heads() : s3.listBuckets();
        found.headBucket(HeadBucketRequest.builder().bucket("own").build());

        Map<String, Object> none = new HashMap<>();
        var items = args.length > 1 ? Elsewhere.items() : none;
        items.putItem(PutItemRequest.builder().tableName("own").build());
    }
}
