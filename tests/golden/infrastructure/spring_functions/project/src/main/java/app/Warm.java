package app;

import jakarta.annotation.PostConstruct;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

@Configuration
public class Warm {
    @Bean
    public S3Client store() {
        return S3Client.create();
    }

    @PostConstruct
    void settings() {
        SsmClient.create().getParameter(b -> b.name("/app/settings"));
    }
}
