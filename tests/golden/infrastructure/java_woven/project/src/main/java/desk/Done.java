package desk;

public record Done(String row) {}
