package desk;

public @interface Counted {}
