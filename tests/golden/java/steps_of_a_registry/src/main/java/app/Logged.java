package app;

import java.util.function.Supplier;

public final class Logged {
  public static <T> Supplier<T> logged(Supplier<T> step) {
    return () -> {
      System.out.println("step");
      return step.get();
    };
  }

  public static Step timed(Step step) {
    return input -> step.take(input);
  }
}
