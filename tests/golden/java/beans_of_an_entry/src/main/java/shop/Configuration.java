package shop;

import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.s3.S3Client;

@org.springframework.context.annotation.Configuration
public class Configuration {
    @Bean
    S3Client s3() {
        return S3Client.create();
    }
}
