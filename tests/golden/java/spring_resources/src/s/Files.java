package s;

import io.awspring.cloud.s3.S3Resource;
import io.awspring.cloud.s3.S3Template;
import io.awspring.cloud.s3.S3OutputStreamProvider;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.services.s3.S3Client;

class Files {
    private final S3Template template;
    private final S3Client client;

    Files(S3Template template, S3Client client) { this.template = template; this.client = client; }

    void run(S3OutputStreamProvider out) throws IOException {
        S3Resource one = template.download("down", "k");
        try (InputStream in = one.getInputStream()) { in.read(); }
        S3Resource two = new S3Resource("new", "n", client, out);
        if (two.exists()) two.getOutputStream().close();
        new Ranged("ranged", "r", client, out).read();
    }

    /** A class of the program that extends the library's. */
    static class Ranged extends S3Resource {
        Ranged(String bucket, String key, S3Client client, S3OutputStreamProvider out) { super(bucket, key, client, out); }
        long read() throws IOException { return super.contentLength(); }
    }
}
