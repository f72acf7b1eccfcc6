package shop.audit;

public @interface Kept {}
