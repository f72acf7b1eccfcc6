import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.UploadFileRequest;

public class Files {
    public void move(S3AsyncClient client, Path path) {
        S3TransferManager manager = S3TransferManager.builder().s3Client(client).build();
        UploadFileRequest upload = UploadFileRequest.builder()
                .putObjectRequest(put -> put.bucket("up").key("a"))
                .source(path)
                .build();
        manager.uploadFile(upload).completionFuture().join();
        manager.downloadFile(d -> d.getObjectRequest(get -> get.bucket("down").key("b")).destination(path));
        manager.copy(c -> c.copyObjectRequest(o -> o.sourceBucket("from").sourceKey("x")
                .destinationBucket("to").destinationKey("y")));
        manager.uploadDirectory(u -> u.bucket("tree").s3Prefix("root/").source(path));
    }

    public String link(String key) {
        try (S3Presigner presigner = S3Presigner.create()) {
            GetObjectRequest get = GetObjectRequest.builder().bucket("links").key(key).build();
            GetObjectPresignRequest request = GetObjectPresignRequest.builder()
                    .signatureDuration(Duration.ofMinutes(5)).getObjectRequest(get).build();
            presigner.presignPutObject(p -> p.putObjectRequest(o -> o.bucket("drops").key("in/" + key)));
            return presigner.presignGetObject(request).url().toString();
        }
    }
}
