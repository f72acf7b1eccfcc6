package a;
import java.util.Map;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
@SpringBootApplication
public class GetFn {
  public static void main(String[] a) { SpringApplication.run(GetFn.class, a); }
  @Bean
  public Function<String, String> run() {
    return s -> { DynamoDbClient.create().getItem(r -> r.tableName(System.getenv("TABLE")).key(Map.of())); return s; };
  }
}
