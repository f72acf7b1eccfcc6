package a;
import io.micronaut.http.annotation.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import java.util.Map;
@Controller("/x")
public class StatusController {
  @jakarta.inject.Inject DynamoDbClient db;
  @Get
  public String run() {
    db.getItem(r -> r.tableName(System.getenv("TABLE")).key(Map.of()));
    return "";
  }
}
