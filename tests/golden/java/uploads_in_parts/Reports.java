import java.nio.file.Path;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

public class Reports {
    private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";

    public void run(Path path) {
        S3TransferManager manager = S3TransferManager.create();
        manager.uploadFile(upload -> upload.source(path).putObjectRequest(request -> request.bucket("reports").key("day")
                .serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(KEY))).completionFuture().join();
    }
}
