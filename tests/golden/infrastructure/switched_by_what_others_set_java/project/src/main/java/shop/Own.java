package shop;

class Own {
    private String stage = System.getenv("STAGE");

    String getStage() {
        return stage;
    }

    void setStage(String stage) {
        this.stage = stage;
    }
}
