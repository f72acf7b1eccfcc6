package app;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import org.shelves.Lazy;
import org.shelves.Box;
public class App {
  private final Lazy lazy = Lazy.of(() -> AmazonS3ClientBuilder.defaultClient());
  private final Box box = new Box(AmazonSQSClientBuilder.defaultClient());
  public void handle() {
    lazy.get().putObject("lazy", "a.csv", "text");
    box.inner().listQueues();
    Lazy.of(App::make).get().listBuckets();
  }
  static AmazonS3 make() { return AmazonS3ClientBuilder.defaultClient(); }
}
