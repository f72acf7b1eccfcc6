package app;

import java.util.UUID;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

public class Consumer {
    public static void main(String[] args) {
        Region region = Region.of("eu-west-1");
        KinesisAsyncClient kinesis = KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder().region(region));
        DynamoDbAsyncClient dynamo = DynamoDbAsyncClient.builder().region(region).build();
        CloudWatchAsyncClient watch = CloudWatchAsyncClient.builder().region(region).build();
        ConfigsBuilder configs = new ConfigsBuilder("orders", "orders-app", kinesis, dynamo, watch,
                UUID.randomUUID().toString(), new Factory());
        Scheduler scheduler = new Scheduler(configs.checkpointConfig(), configs.coordinatorConfig(),
                configs.leaseManagementConfig(), configs.lifecycleConfig(), configs.metricsConfig(),
                configs.processorConfig(), configs.retrievalConfig());
        new Thread(scheduler).start();
    }
}
