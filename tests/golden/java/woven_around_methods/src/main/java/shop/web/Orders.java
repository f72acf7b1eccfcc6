package shop.web;

import jakarta.inject.Inject;
import org.springframework.stereotype.Component;
import shop.audit.Counted;
import shop.audit.Kept;

@Component
public class Orders {
    @Inject
    Prices prices;

    @Counted
    public void place() {
        prices.of("x");
    }

    @Kept
    public void cancel() {}
}
