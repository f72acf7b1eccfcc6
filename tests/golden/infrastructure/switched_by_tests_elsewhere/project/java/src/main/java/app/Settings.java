package app;

final class Settings {
  static final boolean PROD = System.getenv("STAGE").equalsIgnoreCase("PROD");

  static boolean isProd() {
    return PROD;
  }

  static boolean isEarly() {
    if (System.getenv("STAGE").startsWith("prod")) {
      return true;
    }
    return false;
  }
}
