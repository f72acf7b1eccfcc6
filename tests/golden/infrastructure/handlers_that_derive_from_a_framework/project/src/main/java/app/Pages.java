package app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import software.amazon.awssdk.services.s3.S3Client;

@Path("/pages")
public class Pages {
    private final S3Client bucket = S3Client.create();

    @GET
    public String page() {
        return bucket.getObjectAsBytes(one -> one.bucket(System.getenv("BUCKET")).key("page")).asUtf8String();
    }
}
