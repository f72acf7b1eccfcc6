import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBQueryExpression;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBTable;
import com.amazonaws.services.dynamodbv2.document.DynamoDB;
import com.amazonaws.services.dynamodbv2.document.Item;
import com.amazonaws.services.dynamodbv2.document.Table;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;

public class Tables {
    private final AmazonDynamoDB client = AmazonDynamoDBClientBuilder.standard().build();
    private final DynamoDBMapper mapper = new DynamoDBMapper(client);

    public void mapped(User user) {
        User found = mapper.load(User.class, "id");
        mapper.save(user);
        mapper.query(User.class, new DynamoDBQueryExpression<User>());
        mapper.batchSave(user);
    }

    public void documents() {
        DynamoDB dynamo = new DynamoDB(client);
        Table table = dynamo.getTable("documents");
        table.putItem(new Item());
        table.getIndex("by-date").query("date", "today");
        client.getItem(new GetItemRequest().withTableName("plain"));
        client.describeTable("plain");
    }

    @DynamoDBTable(tableName = "users")
    public static class User {
    }
}
