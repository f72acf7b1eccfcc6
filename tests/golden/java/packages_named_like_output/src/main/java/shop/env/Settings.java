package shop.env;

public final class Settings {
    public static final String BUCKET = "builds";
}
