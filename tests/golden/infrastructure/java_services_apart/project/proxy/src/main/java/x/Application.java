package x;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Application { }
