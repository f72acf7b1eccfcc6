package app;
import java.util.*;
import software.amazon.awssdk.services.s3.S3Client;
/** A default is put on some paths: on the others, what was there before and is not known stays. */
public class App {
  private final S3Client s3 = S3Client.create();
  void get(String b, String k) { s3.getObject(r -> r.bucket(b).key(k)); }
  public void a(Map<String, String> x) { x.putIfAbsent("op", "first"); get(x.get("op"), "a"); }
  public void b(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); m.putIfAbsent("op", "second"); get(m.get("op"), "b"); }
  public void c(Map<String, String> x) { Map<String, String> m = new HashMap<>(); m.putAll(x); m.putIfAbsent("op", "third"); get(m.get("op"), "c"); }
  public void d(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); get(m.computeIfAbsent("op", k -> "fourth"), "d"); }
  public void e(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); m.computeIfAbsent("op", k -> "fifth"); get(m.get("op"), "e"); }
  public void f(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); m.merge("op", "sixth", (p, q) -> p); get(m.get("op"), "f"); }
  public void g(Map.Entry<String, String> e) { Map<String, String> m = new HashMap<>(Map.of("op", "seventh")); m.putAll(Map.ofEntries(e)); get(m.get("op"), "g"); }
  public void h(Map.Entry<String, String>[] e) { Map<String, String> m = new HashMap<>(Map.of("op", "eighth")); m.putAll(Map.ofEntries(e)); get(m.get("op"), "h"); }
  public void i() { Map.Entry<String, String>[] x = new Map.Entry[]{Map.entry("op", "ninth")}; get(Map.ofEntries(x).get("op"), "i"); }
  public void j() { Map<String, String> m = new HashMap<>(16); m.put("op", "tenth"); get(m.get("op"), "j"); }
  public void k(Map<String, String> x) { Map<String, String> m = new HashMap<>(x); if (!m.containsKey("op")) { m.put("op", "eleventh"); } get(m.get("op"), "k"); }
  public void l(Map<String, String> x, List<String> y) { Map<String, String> m = new HashMap<>(x); for (String one : y) { m.put("op", "twelfth"); } get(m.get("op"), "l"); }
  public void m(Map<String, String> x, List<String> y) { Map<String, String> m = new HashMap<>(x); y.forEach(one -> m.put("op", "thirteenth")); get(m.get("op"), "m"); }
  public void n(Map<String, String> x, boolean y) { Map<String, String> m = new HashMap<>(x); if (y) { m.put("op", "fourteenth"); } else { m.put("op", "fifteenth"); } get(m.get("op"), "n"); }
}
