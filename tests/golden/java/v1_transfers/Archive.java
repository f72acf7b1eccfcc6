import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.transfer.TransferManager;
import com.amazonaws.services.s3.transfer.TransferManagerBuilder;
import java.io.File;

class Archive {
    private final TransferManager transfers = TransferManagerBuilder.defaultTransferManager();

    void fetch(File to) {
        transfers.download("archive", "latest", to);
        transfers.download("archive", "waited", to, 60_000);
    }

    void fetchVersion(File to) {
        transfers.download(new GetObjectRequest("archive", "versioned", "3HL4kqCxf3vjVBH40Nrjfkd"), to);
    }

    void move() {
        transfers.copy("archive", "from", "vault", "to");
    }
}
