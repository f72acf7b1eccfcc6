package acme;
import com.amazonaws.services.lambda.runtime.*;
import jakarta.inject.Named;
import jakarta.inject.Inject;
import software.amazon.awssdk.services.s3.S3Client;
@Named("get")
public class Get extends Base {
}
