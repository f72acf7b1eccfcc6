import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.model.QueryRequest;

public class Older {
    private final AmazonDynamoDB db = AmazonDynamoDBClientBuilder.defaultClient();

    public static void main(String[] args) {
        Older older = new Older();
        older.find(args.length > 0);
        older.always();
    }

    void find(boolean newest) {
        QueryRequest request = new QueryRequest().withTableName("archive");
        if (newest) {
            request.setIndexName("by-date");
        }
        db.query(request);
    }

    void always() {
        QueryRequest request = new QueryRequest("ledger");
        request.setIndexName("by-date");
        db.query(request);
    }
}
