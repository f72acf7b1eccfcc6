import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.*;

public class Transactions {
    private final DynamoDBMapper mapper = new DynamoDBMapper(AmazonDynamoDBClientBuilder.defaultClient());
    private DynamoDBTableMapper<Order, String, ?> injected;

    public void write() {
        TransactionWriteRequest request = new TransactionWriteRequest();
        request.addPut(new Order());
        request.addConditionCheck(new Customer(), new DynamoDBTransactionWriteExpression());
        mapper.transactionWrite(request);
        mapper.transactionWrite(new TransactionWriteRequest().addUpdate(new Customer()).addDelete(new Old()));
        mapper.transactionLoad(new TransactionLoadRequest().addLoad(new Order()));
    }

    public void table() {
        DynamoDBTableMapper<Stored, String, ?> table = mapper.newTableMapper(Stored.class);
        table.saveIfNotExists(new Stored());
        table.load("id");
        table.query(new DynamoDBQueryExpression<Stored>().withIndexName("byName"));
        table.deleteIfExists(new Stored());
        injected.save(new Order());
    }

    @DynamoDBTable(tableName = "orders")
    public static class Order {
        @DynamoDBHashKey public String id;
        @DynamoDBVersionAttribute public Long version;
    }

    @DynamoDBTable(tableName = "customers")
    public static class Customer {
        @DynamoDBHashKey public String id;
    }

    @DynamoDBTable(tableName = "old")
    public static class Old {
        @DynamoDBHashKey public String id;
    }

    @DynamoDBTable(tableName = "stored")
    public static class Stored {
        @DynamoDBHashKey public String id;
        @DynamoDBVersionAttribute public Long version;
    }
}
