package shop.web;

import org.springframework.web.bind.annotation.*;
import software.amazon.awssdk.services.s3.S3Client;

@RestController
public class Files {
    private final S3Client s3;

    public Files(S3Client s3) {
        this.s3 = s3;
    }

    @DeleteMapping("/{key}")
    public void remove(@PathVariable String key) {
        s3.deleteObject(b -> b.bucket("files").key(key));
    }

    @GetMapping("/")
    public void list() {
        s3.listBuckets();
    }
}
