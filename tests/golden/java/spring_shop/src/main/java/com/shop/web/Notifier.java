package com.shop.web;

import com.shop.config.ShopProperties;
import org.springframework.web.bind.annotation.*;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

@RestController
class Notifier {
    private final SnsClient sns;
    private final ShopProperties props;
    Notifier(SnsClient sns, ShopProperties props) { this.sns = sns; this.props = props; }

    @PostMapping("/notify")
    void post(@RequestBody String body) {
        sns.publish(PublishRequest.builder().topicArn(props.getTopics().getOrders()).message(body).build());
    }
}
