import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Many objects of a class are one, but for what they are told later. */
public class App {
    static class Failure extends RuntimeException {
        Failure(String text) {
            super(text);
        }
    }

    static class Ledger {
        private final SqsClient client = SqsClient.create();
        private final Object user;

        Ledger(Object user) {
            this.user = user;
        }

        void enter() {
            client.sendMessage(b -> b.queueUrl("https://sqs.eu-west-1.amazonaws.com/111122223333/ledger"));
        }
    }

    static class Store {
        private final S3Client client = S3Client.create();
        private String bucket;

        void use(String bucket) {
            this.bucket = bucket;
        }

        void read() {
            client.getObject(b -> b.bucket(bucket).key("day"));
        }

        void write() {
            client.deleteObject(b -> b.bucket(bucket).key("day"));
        }
    }

    static void step0(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 0");
    }

    static void step1(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("written");
        store.write();
        throw new Failure("step 1");
    }

    static void step2(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 2");
    }

    static void step3(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 3");
    }

    static void step4(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 4");
    }

    static void step5(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 5");
    }

    static void step6(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 6");
    }

    static void step7(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 7");
    }

    static void step8(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 8");
    }

    static void step9(Object event) {
        new Ledger(event).enter();
        Store store = new Store();
        store.use("read");
        store.read();
        throw new Failure("step 9");
    }

    public static void main(String[] args) {
        step0(args);
        step1(args);
        step2(args);
        step3(args);
        step4(args);
        step5(args);
        step6(args);
        step7(args);
        step8(args);
        step9(args);
    }
}
