package com.acme;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sns.SnsClient;

@Configuration
public class Config {
    @Bean
    public SnsClient sns() {
        return SnsClient.builder()
                .credentialsProvider(StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(StsClient.create())
                        .refreshRequest(r -> r.roleArn("arn:aws:iam::111122223333:role/publisher"))
                        .build())
                .build();
    }
}
