import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

public class Main {
    public static void main(String[] args) {
        // Always somewhere else.
        S3Client standIn = S3Client.builder().endpointOverride(URI.create("http://localhost:4566")).build();
        standIn.getObject(b -> b.bucket("stand-in").key("k"));
        AmazonS3 older = AmazonS3ClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration("http://localhost:4566", "us-east-1"))
            .build();
        older.getObject("older", "k");

        // Somewhere else at times, or AWS itself, or nobody knows.
        S3Client given = S3Client.builder().endpointOverride(URI.create(System.getenv("ENDPOINT"))).build();
        given.getObject(b -> b.bucket("given").key("k"));
        S3ClientBuilder builder = S3Client.builder();
        if (args.length > 0) {
            builder.endpointOverride(URI.create("http://localhost:4566"));
        }
        builder.build().getObject(b -> b.bucket("either").key("k"));
        S3Client own = S3Client.builder().endpointOverride(URI.create("https://s3.eu-west-1.amazonaws.com")).build();
        own.getObject(b -> b.bucket("own").key("k"));
    }
}
