package desk;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@RestController
public class Records {
    private final DynamoDbClient db = DynamoDbClient.create();

    @PostMapping("/records")
    public void add() {
        db.putItem(b -> b.tableName(System.getenv("RECORDS")));
    }
}
