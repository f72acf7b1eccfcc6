package orders;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Component
public class Store {
    private final DynamoDbClient dynamodb = DynamoDbClient.create();

    @Value("${app.table:${ORDERS_TABLE}}")
    private String nested;

    @Value("${TABLE:${ORDERS_TABLE}}")
    private String variables;

    @Value("${app.trail:#{null}}")
    private String trail;

    public void save() {
        dynamodb.getItem(b -> b.tableName(nested));
        dynamodb.scan(b -> b.tableName(variables));
        dynamodb.describeTable(b -> b.tableName(trail != null ? trail : variables));
    }
}
