package app.aws;

import app.files.AbstractFileSystem;
import javax.inject.Inject;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

public class BucketFileSystem extends AbstractFileSystem {
    private final S3Client client = S3Client.create();

    @Inject
    public BucketFileSystem() {}

    @Override
    protected void put(String name) {
        client.putObject(request -> request.bucket("backups").key(name), RequestBody.empty());
    }

    public void drop(String name) {
        client.deleteObject(request -> request.bucket("backups").key(name));
    }
}
