package shop;

public class Job implements Runnable {
    public void run() {
        new Table().load("by-name");
    }
}
