import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

public class App {
    private static final DynamoDbClient DB = DynamoDbClient.create();

    public static void main(String[] args) {
        BatchStatementRequest read = BatchStatementRequest.builder()
            .statement("SELECT * FROM \"orders\" WHERE id = ?")
            .parameters(AttributeValue.fromS(args[0]))
            .build();
        DB.batchExecuteStatement(BatchExecuteStatementRequest.builder().statements(read).build());
    }
}
