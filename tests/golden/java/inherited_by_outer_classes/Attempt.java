package shop;

abstract class Attempt<T> {
    protected String note = "attempt";

    abstract T attempt() throws Exception;

    T call() {
        while (true) {
            try {
                return attempt();
            } catch (Exception failed) {
                System.out.println(note);
            }
        }
    }
}
