import com.amazonaws.services.s3.model.CannedAccessControlList;
import com.amazonaws.services.s3.model.ObjectTagging;
import com.amazonaws.services.s3.model.Tag;
import com.amazonaws.services.s3.transfer.TransferManager;
import com.amazonaws.services.s3.transfer.TransferManagerBuilder;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

class A {
    private final TransferManager older = TransferManagerBuilder.defaultTransferManager();

    void plain(File from) {
        older.uploadDirectory("plain", "in", from, true);
    }

    void provided(File from, List<File> files) {
        older.uploadDirectory("tagged", null, from, true, (file, metadata) -> metadata.setContentType("text/plain"),
            context -> new ObjectTagging(List.of(new Tag("namespace", context.getKey()))));
        older.uploadFileList("owned", "in", from, files, null, null,
            file -> CannedAccessControlList.BucketOwnerFullControl);
    }

    void transformed(S3TransferManager manager, Path from) {
        manager.uploadDirectory(u -> u.bucket("newer").s3Prefix("root/").source(from));
        manager.uploadDirectory(u -> u.bucket("newer-tagged").s3Prefix("root/").source(from)
            .uploadFileRequestTransformer(file -> file.putObjectRequest(put -> put.tagging("a=b"))));
        manager.uploadDirectory(u -> u.bucket("newer-other").source(from).uploadFileRequestTransformer(Other.how()));
    }
}
