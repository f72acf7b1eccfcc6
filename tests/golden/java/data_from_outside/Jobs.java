package jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

public class Jobs {
    private final S3Client s3 = S3Client.create();

    public static class Job {
        private String bucket;

        public Job(String bucket) {
            this.bucket = bucket;
        }

        public String getBucket() {
            return bucket;
        }
    }

    public static void main(String[] args) {
        Job own = new Job("own");
        new Jobs().s3.listObjectsV2(b -> b.bucket(own.getBucket()));
    }

    public void handle(Job wanted) {
        s3.putObject(b -> b.bucket(wanted.getBucket()).key("k"), Path.of("f"));
    }

    public void purge(String message) throws Exception {
        Job wanted = new ObjectMapper().readValue(message, Job.class);
        s3.deleteObject(b -> b.bucket(wanted.getBucket()).key("k"));
    }
}
