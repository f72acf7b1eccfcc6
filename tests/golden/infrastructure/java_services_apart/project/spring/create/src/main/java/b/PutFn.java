package b;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
@SpringBootApplication
public class PutFn {
  public static void main(String[] a) { SpringApplication.run(PutFn.class, a); }
  @Bean
  public Function<String, String> run() {
    return s -> { DynamoDbClient.create().putItem(r -> r.tableName(System.getenv("TABLE")).item(Map.of())); return s; };
  }
}
