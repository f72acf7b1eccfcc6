package app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

public class Read extends Base {
    private static final Logger logger = LoggerFactory.getLogger(Read.class);
    private final S3Client s3;

    public Read() {
        this(S3Client.create());
    }

    public Read(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    protected String process(String key) {
        logger.info("reads");
        return s3.getObjectAsBytes(b -> b.bucket("files").key("in")).asUtf8String();
    }

    public void unused() {
        s3.deleteObject(b -> b.bucket("files").key("in"));
    }
}
