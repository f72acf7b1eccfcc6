package desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ApplicationScoped
public class Keeper {
    private final DynamoDbClient db = DynamoDbClient.create();

    void keep(@Observes Done done) {
        db.putItem(b -> b.tableName(System.getenv("RECORDS")));
    }
}
