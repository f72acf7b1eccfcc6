package x;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;

public class Batches {
    static List<Object> write(DynamoDbEnhancedClient client, DynamoDbTable<Map> table, Map item) {
        List<Object> failed = new ArrayList<>();
        WriteBatch batch = WriteBatch.builder(Map.class).mappedTableResource(table).addPutItem(item).build();
        // The answer is asked, and not AWS: nothing is given away with the table.
        failed.addAll(client.batchWriteItem(BatchWriteItemEnhancedRequest.builder().writeBatches(batch).build())
            .unprocessedPutItemsForTable(table));
        return failed;
    }

    static List<Object> read(DynamoDbEnhancedClient client, DynamoDbTable<Map> table, Map key) {
        List<Object> found = new ArrayList<>();
        ReadBatch batch = ReadBatch.builder(Map.class).mappedTableResource(table).addGetItem(b -> b.key(key)).build();
        client.batchGetItem(BatchGetItemEnhancedRequest.builder().readBatches(batch).build())
            .forEach(page -> found.addAll(page.resultsForTable(table)));
        return found;
    }

    public static void main(String[] args) {
        DynamoDbEnhancedClient client = DynamoDbEnhancedClient.create();
        DynamoDbTable<Map> table = client.table("orders", TableSchema.fromBean(Map.class));
        write(client, table, Map.of("id", "1"));
        read(client, table, Map.of("id", "1"));
    }
}
