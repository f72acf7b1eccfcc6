package app;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import software.amazon.awssdk.services.s3.S3Client;

/** Containers call such methods with what is configured: what a field starts out with is not all that it holds. */
@Service
public class Settings {
    private final S3Client s3 = S3Client.create();
    private String marked = "marked-at-first";
    private String passed = "passed-at-first";
    private String named = "named-at-first";
    private String own = "own";

    @Value("${bucket.marked:otherwise}")
    public void setMarked(String marked) {
        this.marked = marked;
    }

    @Autowired
    public void prepare(@Value("${bucket.passed}") String passed) {
        this.passed = passed;
    }

    @Value("named-by-the-container")
    void setNamed(String named) {
        this.named = named;
    }

    public void read() {
        s3.getObject(b -> b.bucket(marked).key("marked"));
        s3.getObject(b -> b.bucket(passed).key("passed"));
        s3.getObject(b -> b.bucket(named).key("named"));
        s3.getObject(b -> b.bucket(own).key("own"));
    }
}
