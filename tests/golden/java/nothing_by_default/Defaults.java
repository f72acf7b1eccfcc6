import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;

/** Nothing is a default: what is read on top may say something else. */
public class Defaults {
  private final IamClient client = IamClient.create();

  public void put(Map<String, Object> event) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("role", null);
    settings.putAll(event);
    Object role = settings.get("role");
    if (role != null) {
      client.getRole(b -> b.roleName("put"));
    }
  }
}
