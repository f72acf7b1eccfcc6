package app;

public interface Step {
  Object take(String input);
}
