package e2;

import java.util.*;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.enhanced.dynamodb.*;
import software.amazon.awssdk.enhanced.dynamodb.model.*;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.*;
import software.amazon.awssdk.services.dynamodb.*;

public class Enh {
    private static final TableSchema<Item> SCHEMA = TableSchema.fromClass(Item.class);
    private final DynamoDbEnhancedClient client = DynamoDbEnhancedClient.create();
    private final DynamoDbEnhancedAsyncClient async = DynamoDbEnhancedAsyncClient.builder().dynamoDbClient(DynamoDbAsyncClient.create()).build();
    private final DynamoDbTable<Item> one = table("One");
    private final Map<String, DynamoDbTable<Item>> tables = new HashMap<>();

    private DynamoDbTable<Item> table(String name) { return client.table(name, SCHEMA); }

    CompletableFuture<Item> later(String id) {
        DynamoDbAsyncTable<Item> t = async.table("Later", SCHEMA);
        return t.putItem(new Item()).thenCompose(v -> t.getItem(k -> k.key(Key.builder().partitionValue(id).build())));
    }

    List<Item> find(String v) {
        tables.computeIfAbsent("two", this::table).deleteItem(Key.builder().partitionValue(v).build());
        one.updateItem(UpdateItemEnhancedRequest.builder(Item.class).item(new Item()).ignoreNulls(true).build());
        one.index("gsi").scan(s -> s.limit(1)).stream().forEach(p -> p.items().size());
        client.transactGetItems(g -> g.addGetItem(one, Key.builder().partitionValue("a").build()).addGetItem(table("Three"), Key.builder().partitionValue("b").build()));
        BatchGetResultPageIterable pages = client.batchGetItem(BatchGetItemEnhancedRequest.builder().readBatches(
            ReadBatch.builder(Item.class).mappedTableResource(one).addGetItem(Key.builder().partitionValue("a").build()).build(),
            ReadBatch.builder(Item.class).mappedTableResource(table("Four")).build()).build());
        client.transactWriteItems(TransactWriteItemsEnhancedRequest.builder().addConditionCheck(one, ConditionCheck.builder().build()).addUpdateItem(one, new Item()).build());
        return one.query(QueryEnhancedRequest.builder().queryConditional(QueryConditional.keyEqualTo(Key.builder().partitionValue(v).build())).build()).items().stream().collect(Collectors.toList());
    }

    @DynamoDbImmutable(builder = Item.Builder.class)
    public static class Item { public static class Builder { public Item build() { return new Item(); } } }
}
