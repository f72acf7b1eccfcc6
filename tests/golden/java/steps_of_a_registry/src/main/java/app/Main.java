package app;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

public class Main {
  public static void main(String[] args) {
    Map<String, Supplier<Object>> steps = new HashMap<>();
    steps.put("queues", Logged.logged(() -> SqsClient.create().listQueues()));
    Map<String, Step> others = new HashMap<>();
    others.put("topics", Logged.timed(input -> SnsClient.create().listTopics()));
    steps.put("n0", () -> "nothing" + 0);
    others.put("n0", input -> input + 0);
    steps.put("n1", () -> "nothing" + 1);
    others.put("n1", input -> input + 1);
    steps.put("n2", () -> "nothing" + 2);
    others.put("n2", input -> input + 2);
    steps.put("n3", () -> "nothing" + 3);
    others.put("n3", input -> input + 3);
    steps.put("n4", () -> "nothing" + 4);
    others.put("n4", input -> input + 4);
    steps.put("n5", () -> "nothing" + 5);
    others.put("n5", input -> input + 5);
    steps.put("n6", () -> "nothing" + 6);
    others.put("n6", input -> input + 6);
    steps.put("n7", () -> "nothing" + 7);
    others.put("n7", input -> input + 7);
    steps.put("n8", () -> "nothing" + 8);
    others.put("n8", input -> input + 8);
    steps.put("n9", () -> "nothing" + 9);
    others.put("n9", input -> input + 9);
    steps.put("n10", () -> "nothing" + 10);
    others.put("n10", input -> input + 10);
    steps.put("n11", () -> "nothing" + 11);
    others.put("n11", input -> input + 11);
    steps.put("n12", () -> "nothing" + 12);
    others.put("n12", input -> input + 12);
    steps.put("n13", () -> "nothing" + 13);
    others.put("n13", input -> input + 13);
    steps.put("n14", () -> "nothing" + 14);
    others.put("n14", input -> input + 14);
    steps.put("n15", () -> "nothing" + 15);
    others.put("n15", input -> input + 15);
    steps.put("n16", () -> "nothing" + 16);
    others.put("n16", input -> input + 16);
    steps.put("n17", () -> "nothing" + 17);
    others.put("n17", input -> input + 17);
    steps.put("n18", () -> "nothing" + 18);
    others.put("n18", input -> input + 18);
    steps.put("n19", () -> "nothing" + 19);
    others.put("n19", input -> input + 19);
    steps.get(args[0]).get();
    others.get(args[0]).take(args[1]);
  }
}
