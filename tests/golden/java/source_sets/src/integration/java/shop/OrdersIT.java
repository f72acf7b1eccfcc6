package shop;

import org.junit.jupiter.api.Test;

public class OrdersIT {
    @Test
    public void empties() {
        Buckets.empty();
    }
}
