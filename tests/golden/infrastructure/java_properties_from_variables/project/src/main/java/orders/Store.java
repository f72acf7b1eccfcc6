package orders;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Component
public class Store {
    private final DynamoDbClient dynamodb;
    private final String table;

    @Value("${orders.trail-table:trail}")
    private String trail;

    @Value("#{systemEnvironment['TRAIL']}")
    private String told;

    @Value("${orders.other.table}")
    private String other;

    public Store(DynamoDbClient dynamodb, @Value("${orders.table-name}") String table) {
        this.dynamodb = dynamodb;
        this.table = table;
    }

    public void save() {
        dynamodb.scan(b -> b.tableName(table));
        dynamodb.describeTable(b -> b.tableName(trail));
        dynamodb.describeLimits();
        dynamodb.describeContinuousBackups(b -> b.tableName(told));
        dynamodb.describeTimeToLive(b -> b.tableName(other));
    }
}
