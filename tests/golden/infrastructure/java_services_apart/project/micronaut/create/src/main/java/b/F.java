package b;
import io.micronaut.context.annotation.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
@Factory
public class F {
  @Bean
  DynamoDbClient client() { return DynamoDbClient.create(); }
}
