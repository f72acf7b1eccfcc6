package r;

import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.regions.Regions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.*;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.SnsClient;

public class R {
    private static final Region HOME = Region.EU_WEST_1;

    static <T> void run() {
        DynamoDbClient d = DynamoDbClient.builder().region(HOME).build();
        d.getItem(g -> g.tableName("A"));
        DynamoDbEnhancedClient e = DynamoDbEnhancedClient.builder().dynamoDbClient(d).build();
        e.table("E", TableSchema.fromBean(Object.class)).scan();
        KinesisClient k = KinesisClient.builder().region(Region.of("us-east-2")).build();
        k.putRecord(p -> p.streamName("s"));
        LambdaClient l = LambdaClient.builder().region(Region.of(System.getenv("AWS_REGION"))).build();
        l.invoke(i -> i.functionName("f"));
        LambdaClient l2 = LambdaClient.builder().region(new DefaultAwsRegionProviderChain().getRegion()).build();
        l2.getFunction(i -> i.functionName("f"));
        DynamoDbClientBuilder b = DynamoDbClient.builder();
        if (System.getenv("R") != null) {
            b.region(Region.AP_SOUTH_1);
        }
        b.build().deleteItem(x -> x.tableName("D"));
        SnsClient sns = SnsClient.builder().region(Region.US_GOV_WEST_1).build();
        sns.createTopic(c -> c.name("t-" + Region.SA_EAST_1.id()));

        var v1 = AmazonDynamoDBClientBuilder.standard().withRegion(Regions.US_WEST_2).build();
        v1.deleteTable("V");
        new DynamoDBMapper(v1).load(Item.class, "k");
        AmazonSQSClientBuilder.standard().withRegion("ca-central-1").build().createQueue("q");
        // An endpoint of v1 has the region that requests are signed for.
        AmazonSQSClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration("https://sqs.eu-north-1.amazonaws.com", "eu-north-1"))
            .build().createQueue("there");
        AmazonSQSClientBuilder perhaps = AmazonSQSClientBuilder.standard();
        if (System.getenv("ENDPOINT") != null) {
            perhaps.setEndpointConfiguration(new EndpointConfiguration(System.getenv("ENDPOINT"), "eu-north-1"));
        }
        perhaps.build().createQueue("perhaps");
        AmazonSQSClientBuilder here = AmazonSQSClientBuilder.standard();
        if (System.getenv("LOCAL") != null) {
            here.setEndpointConfiguration(new EndpointConfiguration("http://localhost:4566", "eu-north-1"));
        }
        here.build().createQueue("here");
    }

    @DynamoDBTable(tableName = "Items") public static class Item {}
}
