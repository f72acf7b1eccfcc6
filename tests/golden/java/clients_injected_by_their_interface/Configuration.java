package shop;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.sns.AmazonSNSAsyncClient;
import com.amazonaws.services.sns.AmazonSNSAsyncClientBuilder;
import org.springframework.context.annotation.Bean;

@org.springframework.context.annotation.Configuration
public class Configuration {
    @Bean
    public AmazonDynamoDBClient orders() {
        // Keys of a user: the application's own role needs nothing for it.
        return (AmazonDynamoDBClient) AmazonDynamoDBClientBuilder.standard()
            .withCredentials(new AWSStaticCredentialsProvider(
                new BasicAWSCredentials(System.getenv("ORDERS_KEY"), System.getenv("ORDERS_SECRET"))))
            .build();
    }

    @Bean
    public AmazonS3 files() {
        return AmazonS3ClientBuilder.defaultClient();
    }

    @Bean
    public AmazonSNSAsyncClient topics() {
        return (AmazonSNSAsyncClient) AmazonSNSAsyncClientBuilder.standard()
            .withCredentials(new AWSStaticCredentialsProvider(
                new BasicAWSCredentials(System.getenv("TOPICS_KEY"), System.getenv("TOPICS_SECRET"))))
            .build();
    }
}
