package b;
import io.micronaut.http.annotation.*;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import java.util.Map;
@Controller("/x")
public class CreateController {
  @jakarta.inject.Inject DynamoDbClient db;
  @Get
  public String run() {
    db.putItem(r -> r.tableName(System.getenv("TABLE")).item(Map.of()));
    return "";
  }
}
