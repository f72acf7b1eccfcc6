package app;

import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.services.kinesis.clientlibrary.lib.worker.KinesisClientLibConfiguration;
import com.amazonaws.services.kinesis.clientlibrary.lib.worker.Worker;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;

public class Old {
    public static void main(String[] args) {
        KinesisClientLibConfiguration c = new KinesisClientLibConfiguration("orders-app", "orders",
                new DefaultAWSCredentialsProviderChain(), "w1");
        Worker worker = new Worker.Builder().recordProcessorFactory(new Factory()).config(c).build();
        worker.run();
    }
}
