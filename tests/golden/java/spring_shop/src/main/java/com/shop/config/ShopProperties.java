package com.shop.config;

import lombok.Data;
import org.springframework.boot.context.properties.ConfigurationProperties;

@Data
@ConfigurationProperties(prefix = "shop")
public class ShopProperties {
    private String bucket;
    private Topics topics = new Topics();
    @Data public static class Topics { private String orders; }
}
