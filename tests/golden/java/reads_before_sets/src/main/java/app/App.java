package app;
import java.util.*;
import software.amazon.awssdk.services.s3.S3Client;
/** What is read before a name is set is what was there; what a helper's helper sets under a condition may not be set. */
public class App {
  private final S3Client s3 = S3Client.create();
  void get(String b, String k) { s3.getObject(r -> r.bucket(b).key(k)); }
  void put(Map<String, String> m) { m.put("op", "nested"); }
  void byWayOf(Map<String, String> m) { put(m); }
  public void straight(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); get(m.get("op"), "straight"); m.put("op", "behind"); get(m.get("op"), "behind"); }
  public void nested(Map<String, String> x, boolean y) { Map<String, String> m = new HashMap<>(x); if (y) { byWayOf(m); } get(m.get("op"), "nested"); }
}
