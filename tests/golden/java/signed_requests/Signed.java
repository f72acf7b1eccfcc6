import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.*;
import software.amazon.awssdk.http.*;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import com.amazonaws.auth.AWS4Signer;
import com.amazonaws.DefaultRequest;
import com.amazonaws.http.AWSRequestSigningApacheInterceptor;
import org.opensearch.client.transport.aws.AwsSdk2Transport;
import org.opensearch.client.transport.aws.AwsSdk2TransportOptions;
import software.amazon.awssdk.regions.Region;
public class Signed {
    void a(SdkHttpFullRequest r, Aws4PresignerParams p) { AwsS3V4Signer.create().presign(r, p); }
    void b(SdkHttpFullRequest r, Aws4SignerParams p) { Aws4Signer.create().sign(r, p); }
    void c(DefaultRequest r, com.amazonaws.auth.AWSCredentials cr) { AWS4Signer s = new AWS4Signer(); s.setServiceName("es"); s.setRegionName("eu-west-1"); s.sign(r, cr); }
    Object d(com.amazonaws.auth.Signer s, com.amazonaws.auth.AWSCredentialsProvider p) { return new AWSRequestSigningApacheInterceptor("execute-api", s, p); }
    Object e(SdkHttpClient h) { return new AwsSdk2Transport(h, "search-x.eu-west-1.es.amazonaws.com", "aoss", Region.EU_WEST_1, AwsSdk2TransportOptions.builder().build()); }
    Object f(SdkHttpClient h) { return new AwsSdk2Transport(h, "search-x.eu-west-1.es.amazonaws.com", Region.EU_WEST_1, AwsSdk2TransportOptions.builder().build()); }
    void g(SdkHttpRequest r) { AwsV4HttpSigner.create().sign(b -> b.request(r)); }
}
