import com.amazonaws.HttpMethod;
import com.amazonaws.client.builder.AwsSyncClientBuilder;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.GeneratePresignedUrlRequest;
import java.net.URL;
import java.util.Date;

public class Main {
    private final AmazonS3 s3 = built(AmazonS3ClientBuilder.standard());

    // Whatever is told of the builder in here, it may be one of another library, too.
    static <B extends AwsSyncClientBuilder<?, ?>> B configured(final B builder) {
        builder.setRegion("eu-west-1");
        return builder;
    }

    static AmazonS3 built(AmazonS3ClientBuilder builder) {
        return configured(builder).build();
    }

    public URL read() {
        return s3.generatePresignedUrl("plain", "k", new Date());
    }

    public URL write() {
        return s3.generatePresignedUrl("written", "k", new Date(), HttpMethod.PUT);
    }

    public URL either(boolean remove) {
        HttpMethod method = remove ? HttpMethod.DELETE : HttpMethod.PUT;
        return s3.generatePresignedUrl(new GeneratePresignedUrlRequest("either", "k", method));
    }

    public URL perhaps(boolean write) {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest("perhaps", "k");
        if (write) {
            request.setMethod(HttpMethod.PUT);
        }
        return s3.generatePresignedUrl(request);
    }

    public URL computed(String method) {
        return s3.generatePresignedUrl("computed", "k", new Date(), HttpMethod.valueOf(method));
    }
}
