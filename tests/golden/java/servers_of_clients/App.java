import com.zaxxer.nuprocess.NuProcessBuilder;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients that start their servers start programs. */
public class App {
  public void handleRequest(String name) {
    S3Client.create().putObject(b -> b.bucket("first").key("a"), RequestBody.fromString("x"));
    new StdioClientTransport(ServerParameters.builder("tables-server").args("--all").build());
    new StdioMcpTransport.Builder().command(List.of("files-server", name)).build();
    new NuProcessBuilder("queue-server", "--all").start();
  }
}
