package app;

import com.elsewhere.Storage;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.qldbsession.QldbSessionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** What can't be told has few causes. */
public class App {
  private final Storage store;
  private final Storage other;
  private final QldbSessionClient ledger = QldbSessionClient.create();
  private final AutoScalingClient scaling = AutoScalingClient.create();
  private final Supplier<SqsClient> queues;

  public App(SqsClient client) {
    this.queues = () -> client;
  }

  /** Which of the constructors is meant, the type of the argument says. */
  public App(SqsClientBuilder builder) {
    this.queues = builder::build;
  }

  public void handleRequest(Object event) {
    S3Client.create().listBuckets();
    store.getBucketPolicy(b -> b.bucket("consumed"));
    store.getBucketAcl(b -> b.bucket("consumed"));
    other.getBucketPolicy(b -> b.bucket("consumed"));
    ledger.sendCommand(null);
    ledger.otherCommand(null);
    scaling.waiter().waitUntilGroupNotExists(b -> b.autoScalingGroupNames("g"));
    queues.get().listQueues();
  }

  public static App main(String[] arguments) {
    return new App(SqsClient.create());
  }
}
