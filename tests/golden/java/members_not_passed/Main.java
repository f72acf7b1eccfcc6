import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.lambda.LambdaClient;

public class Main {
    private final LambdaClient lambda = LambdaClient.create();
    private final DynamoDbClient db = DynamoDbClient.create();

    public static void main(String[] args) {
        Main main = new Main();
        main.show(System.getProperty("qualifier"));
        main.find(args.length > 1 ? "by-date" : null);
        main.list(args.length > 2);
        main.consumed(args.length > 3);
        main.always();
        main.indexed(args[0]);
    }

    void show(String qualifier) {
        lambda.getFunctionUrlConfig(b -> b.functionName("orders").qualifier(qualifier));
    }

    void find(String index) {
        db.query(QueryRequest.builder().tableName("orders").indexName(index).build());
    }

    void list(boolean newest) {
        QueryRequest.Builder request = QueryRequest.builder().tableName("customers");
        if (newest) {
            request.indexName("by-date");
        }
        db.query(request.build());
    }

    void consumed(boolean newest) {
        db.query(b -> {
            b.tableName("items");
            if (newest) {
                b.indexName("by-date");
            }
        });
    }

    // Set whenever the request is made.
    void always() {
        QueryRequest.Builder request = QueryRequest.builder();
        request.tableName("returns").consistentRead(true);
        request = request.indexName("by-date");
        db.query(request.limit(10).build());
        db.query(b -> {
            b.tableName("refunds").limit(1);
            b.indexName("by-date");
        });
        var other = QueryRequest.builder().tableName("claims");
        db.query(other.indexName("by-date").build());
    }

    void indexed(String index) {
        db.query(QueryRequest.builder().tableName("payments").indexName("by-" + index).build());
    }
}
