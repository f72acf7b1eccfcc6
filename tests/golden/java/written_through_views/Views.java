import java.util.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** What is done to a view of a map or list, to an entry or by an iterator, is done to what is behind it. */
public class Views {
    private final DynamoDbClient tables = DynamoDbClient.create();
    private final S3Client s3 = S3Client.create();
    private final SnsClient sns = SnsClient.create();

    void setByEntries() {
        Map<String, String> names = new HashMap<>(Map.of("table", "first"));
        for (Map.Entry<String, String> entry : names.entrySet()) {
            entry.setValue("second");
        }
        tables.scan(it -> it.tableName(names.get("table")));
    }

    void setByIterator() {
        List<String> names = new ArrayList<>(List.of("third"));
        ListIterator<String> all = names.listIterator();
        all.next();
        all.set("fourth");
        tables.putItem(it -> it.tableName(names.get(0)));
    }

    void removedKey() {
        Map<String, String> names = new HashMap<>();
        names.put("bucket", "fifth");
        names.keySet().remove("bucket");
        String name = names.get("bucket");
        if (name == null) {
            name = "sixth";
        }
        String bucket = name;
        s3.deleteBucket(it -> it.bucket(bucket));
    }

    void removedByIterator() {
        Map<String, String> names = new HashMap<>();
        names.put("topic", "arn:aws:sns:eu-west-1:123456789012:seventh");
        Iterator<String> values = names.values().iterator();
        while (values.hasNext()) {
            if (values.next().endsWith("h")) {
                values.remove();
            }
        }
        String name = names.get("topic");
        if (name == null) {
            name = "arn:aws:sns:eu-west-1:123456789012:eighth";
        }
        String topic = name;
        sns.publish(it -> it.topicArn(topic));
    }

    void removedBySublist() {
        List<String> names = new ArrayList<>();
        names.add("ninth");
        names.add("tenth");
        names.subList(0, 1).clear();
        tables.query(it -> it.tableName(names.get(0)));
    }
}
