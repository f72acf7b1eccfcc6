import com.amazonaws.services.dynamodbv2.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import java.util.concurrent.TimeUnit;

public class App {
    public static void main(String[] args) throws Exception {
        DynamoDbClient db = DynamoDbClient.create();
        AmazonDynamoDBLockClient client = new AmazonDynamoDBLockClient(
            AmazonDynamoDBLockClientOptions.builder(db, "lockTable").withTimeUnit(TimeUnit.SECONDS).withLeaseDuration(10L).withHeartbeatPeriod(3L).withCreateHeartbeatBackgroundThread(true).build());
        java.util.Optional<LockItem> l = client.tryAcquireLock(AcquireLockOptions.builder("Moe").build());
        if (l.isPresent()) client.releaseLock(l.get());
        client.close();
    }
}
