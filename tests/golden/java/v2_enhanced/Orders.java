import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbIndex;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class Orders {
    private final DynamoDbEnhancedClient enhanced =
            DynamoDbEnhancedClient.builder().dynamoDbClient(DynamoDbClient.create()).build();
    private final DynamoDbTable<Order> orders = enhanced.table("orders", TableSchema.fromBean(Order.class));
    private final DynamoDbTable<Order> archive =
            enhanced.table(System.getenv("ARCHIVE_TABLE"), TableSchema.fromBean(Order.class));

    public void work(Order order) {
        orders.putItem(order);
        orders.updateItem(order);
        Order found = orders.getItem(r -> r.key(k -> k.partitionValue("1")));
        DynamoDbIndex<Order> byCustomer = orders.index("by-customer");
        byCustomer.query(q -> q.limit(10)).stream().forEach(page -> page.items().forEach(archive::deleteItem));
        archive.scan().items().stream().map(Order::getId).toList();
        enhanced.batchGetItem(b -> b.readBatches(
                ReadBatch.builder(Order.class).mappedTableResource(orders).addGetItem(order).build()));
        enhanced.transactWriteItems(t -> t.addPutItem(orders, order).addDeleteItem(archive, order));
    }

    public static class Order {
        private String id;

        public String getId() {
            return id;
        }
    }
}
