package com.shop.service;

import java.util.List;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.springframework.stereotype.Service;
import software.amazon.awssdk.enhanced.dynamodb.*;
import software.amazon.awssdk.enhanced.dynamodb.model.*;

@Slf4j
@Service
@RequiredArgsConstructor
public class ProductService {
    private final DynamoDbTable<Product> products;
    private final DynamoDbEnhancedClient enhanced;

    public Product get(String id) {
        return products.getItem(Key.builder().partitionValue(id).build());
    }
    public void put(Product p) { products.putItem(p); }
    public List<Product> byBrand(String brand) {
        DynamoDbIndex<Product> index = products.index("byBrand");
        return index.query(QueryConditional.keyEqualTo(k -> k.partitionValue(brand))).stream().flatMap(p -> p.items().stream()).toList();
    }
    public void all() { products.scan().items().forEach(p -> log.info("{}", p)); }
    public void batch(List<Product> ps) {
        var b = WriteBatch.builder(Product.class).mappedTableResource(products);
        ps.forEach(b::addPutItem);
        enhanced.batchWriteItem(BatchWriteItemEnhancedRequest.builder().writeBatches(b.build()).build());
    }
    public void move(Product a, Product c) {
        enhanced.transactWriteItems(r -> r.addPutItem(products, a).addDeleteItem(products, c));
    }
    public void create() { products.createTable(); }
}
