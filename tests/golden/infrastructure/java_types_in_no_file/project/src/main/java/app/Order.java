package app;

import org.immutables.value.Value;

@Value.Immutable
public interface Order {
    String name();
}
