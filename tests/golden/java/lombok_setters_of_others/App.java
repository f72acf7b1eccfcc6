package app;

import java.util.List;
import lombok.Builder;
import lombok.Getter;
import lombok.Singular;
import lombok.experimental.SuperBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class App {
  @Getter
  @SuperBuilder
  public static class Base {
    private final String callbackUrl;
  }

  @Getter
  @SuperBuilder
  public static class Job extends Base {
    private final String url;
  }

  @Getter
  @Builder
  public static class Report {
    private final String name;
    @Singular private final List<String> regionNames;
  }

  public void handle(String id) {
    Job job = Job.builder()
        .url("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")
        .callbackUrl("https://example.com/done")
        .build();
    SqsClient.create().sendMessage(b -> b.queueUrl(job.getUrl()).messageBody(id));
    Report report = Report.builder().name("orders").regionName("eu-west-1").build();
    S3Client.create().getObject(b -> b.bucket("reports").key(report.getName()));
  }
}
