package com.shop.config;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.VersionedRecordExtension;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import com.shop.service.Product;

@Configuration
public class AwsConfig {
    @Value("${aws.region:eu-west-1}") private String region;

    @Bean DynamoDbClient dynamoDbClient() { return DynamoDbClient.builder().credentialsProvider(DefaultCredentialsProvider.create()).build(); }
    @Bean DynamoDbEnhancedClient enhanced(DynamoDbClient c) { return DynamoDbEnhancedClient.builder().dynamoDbClient(c).extensions(VersionedRecordExtension.builder().build()).build(); }
    @Bean DynamoDbTable<Product> products(DynamoDbEnhancedClient e) { return e.table("Products", TableSchema.fromBean(Product.class)); }
    @Bean SnsClient sns() { return SnsClient.create(); }
    @Bean S3Presigner presigner() { return S3Presigner.create(); }
    @Bean S3AsyncClient async() { return S3AsyncClient.crtCreate(); }
    @Bean S3TransferManager tm(S3AsyncClient a) { return S3TransferManager.builder().s3Client(a).build(); }
}
