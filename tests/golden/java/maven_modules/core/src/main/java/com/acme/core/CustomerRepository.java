package com.acme.core;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class CustomerRepository extends AbstractDynamoRepository<Map<String, AttributeValue>> {
    CustomerRepository(DynamoDbClient c) { super(c); }
    protected String tableName() { return "customers"; }
    protected Map<String, AttributeValue> fromItem(Map<String, AttributeValue> i) { return i; }
    protected Map<String, AttributeValue> toItem(Map<String, AttributeValue> i) { return i; }
}
