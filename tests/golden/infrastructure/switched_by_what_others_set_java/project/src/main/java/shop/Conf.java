package shop;

@lombok.Data
class Conf {
    private String stage = System.getenv("STAGE");
}
