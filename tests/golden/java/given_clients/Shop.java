import com.acme.Store;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
public class Shop { void m() { new Store(DefaultCredentialsProvider.create()).put("a"); } }
