package settings;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What fields start out with is a default where a library sets them. */
public class Settings {
    public static class Job {
        public String bucket = "job-default";
    }

    public static class Fixed {
        public final String bucket = "fixed";
        private String key = "no-setter";

        public String getKey() {
            return key;
        }
    }

    static class Purge implements Runnable {
        @Option(names = "--queue")
        private String queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/option-default";

        @Override
        public void run() {
            SqsClient.create().purgeQueue(b -> b.queueUrl(queue));
        }
    }

    public static void main(String[] args) throws Exception {
        S3Client s3 = S3Client.create();
        Job job = new ObjectMapper().readValue(new File(args[0]), Job.class);
        s3.deleteBucket(b -> b.bucket(job.bucket));
        Job own = new Job();
        s3.listObjectsV2(b -> b.bucket(own.bucket));
        Fixed fixed = new ObjectMapper().readValue(new File(args[1]), Fixed.class);
        s3.deleteObject(b -> b.bucket(fixed.bucket).key(fixed.getKey()));
        Map<String, Object> laidOver = new HashMap<>();
        laidOver.put("bucket", "map-default");
        laidOver.putAll(new ObjectMapper().readValue(new File(args[2]), Map.class));
        s3.deleteObject(b -> b.bucket((String) laidOver.get("bucket")).key("map"));
        new CommandLine(new Purge()).execute(args);
    }
}

@ConfigurationProperties("app")
class AppProperties {
    private String table = "property-default";

    public String getTable() {
        return table;
    }
}

@Component
class Names {
    String table = "certain";
}

@Component
class Tables {
    private final DynamoDbClient client;
    private final AppProperties properties;
    private final Names names;

    Tables(DynamoDbClient client, AppProperties properties, Names names) {
        this.client = client;
        this.properties = properties;
        this.names = names;
    }

    public void run() {
        client.deleteTable(b -> b.tableName(properties.getTable()));
        client.describeTable(b -> b.tableName(names.table));
    }
}
