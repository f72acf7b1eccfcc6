package com.acme.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

public abstract class AbstractDynamoRepository<T> implements Repository<T, String> {
    protected final DynamoDbClient client;

    protected AbstractDynamoRepository(DynamoDbClient client) { this.client = client; }

    protected abstract String tableName();
    protected abstract T fromItem(Map<String, AttributeValue> item);
    protected abstract Map<String, AttributeValue> toItem(T t);

    @Override
    public Optional<T> findById(String id) {
        var request = GetItemRequest.builder().tableName(tableName()).key(Map.of("id", AttributeValue.builder().s(id).build())).build();
        var response = client.getItem(request);
        return response.hasItem() ? Optional.of(fromItem(response.item())) : Optional.empty();
    }

    @Override
    public List<T> findAll() {
        return client.scanPaginator(ScanRequest.builder().tableName(tableName()).build())
            .items().stream().map(this::fromItem).collect(Collectors.toList());
    }

    @Override
    public T save(T item) {
        client.putItem(PutItemRequest.builder().tableName(tableName()).item(toItem(item)).build());
        return item;
    }
}
