package orders;

import com.acme.store.KeyValueStore;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.sqs.SqsClient;

class Codes extends KeyValueStore<Row> {
    Codes(DynamoDbEnhancedClient client, SqsClient queue) {
        super(client.table("codes", TableSchema.fromClass(Row.class)), queue);
    }

    Row one(Key key) {
        return table.getItem(key);
    }

    void put(Row row) {
        this.table.putItem(row);
    }

    void send() {
        queue.sendMessage(b -> b.queueUrl("https://sqs.eu-west-1.amazonaws.com/123456789012/codes"));
    }

    Row other(Key key) {
        return get(key);
    }
}
