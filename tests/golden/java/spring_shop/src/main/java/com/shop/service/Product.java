package com.shop.service;

import lombok.*;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.*;

@DynamoDbBean @Data @Builder @NoArgsConstructor @AllArgsConstructor
public class Product {
    private String id;
    private String brand;
    @DynamoDbPartitionKey public String getId() { return id; }
    @DynamoDbSecondaryPartitionKey(indexNames = "byBrand") public String getBrand() { return brand; }
}
