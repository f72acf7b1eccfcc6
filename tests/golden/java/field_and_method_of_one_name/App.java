package app;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

public class App {
    public static void main(String[] arguments) {
        Settings settings = new Settings("kept").client(S3Client.create());
        settings.client().deleteBucket(b -> b.bucket(settings.bucket()));
        ((SqsClient) settings.queue()).listQueues();
        settings.detector().detect(settings);
    }

    static class Settings {
        private final String bucket;
        private S3Client client;
        private Object queue;
        private Detector detector;

        Settings(String bucket) {
            this.bucket = bucket;
        }

        String bucket() {
            return "all-" + bucket;
        }

        S3Client client() {
            return client;
        }

        Settings client(S3Client client) {
            this.client = client;
            return this;
        }

        /** Set by whoever reads the settings from a file. */
        Object queue() {
            return queue;
        }

        void queue(Object given) {
            queue = given;
        }

        Detector detector() {
            return detector;
        }

        void detector(Detector given) {
            detector = given;
        }
    }

    static class Detector {
        void detect(Settings settings) {
            settings.client().headBucket(b -> b.bucket("found"));
        }
    }
}
