package shop;

import lombok.Builder;

@Builder(toBuilder = true)
public class Tree {
    private final String bucket;
    private final Object left;
    private final Object right;

    public String getBucket() {
        return bucket;
    }
}
