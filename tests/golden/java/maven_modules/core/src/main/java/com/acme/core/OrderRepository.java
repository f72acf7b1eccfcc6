package com.acme.core;

import static com.acme.core.Names.TABLE;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.*;

public class OrderRepository extends AbstractDynamoRepository<OrderRepository.Order> {
    public record Order(String id, int total) {
        public Order { if (total < 0) throw new IllegalArgumentException(); }
        static Order of(String id) { return new Order(id, 0); }
    }

    public OrderRepository() { this(AwsClients.get().getDynamo()); }
    OrderRepository(DynamoDbClient client) { super(client); }

    @Override protected String tableName() { return TABLE; }
    @Override protected Order fromItem(Map<String, AttributeValue> i) { return Order.of(i.get("id").s()); }
    @Override protected Map<String, AttributeValue> toItem(Order o) { return Map.of("id", AttributeValue.fromS(o.id())); }

    public void delete(Order o) {
        client.deleteItem(b -> b.tableName(tableName()).key(toItem(o)));
    }
    public QueryResponse byCustomer(String c) {
        return client.query(QueryRequest.builder().tableName(TABLE).indexName("byCustomer").build());
    }
}
