package shop;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

public class Purge {
  private final S3Client s3 = S3Client.create();

  public void keys(List<S3Object> found) {
    List<ObjectIdentifier> ids = found.stream()
        .filter(one -> one.size() > 0)
        .map(one -> ObjectIdentifier.builder().key(one.key()).build())
        .collect(Collectors.toList());
    s3.deleteObjects(r -> r.bucket("uploads").delete(d -> d.objects(ids)));
  }

  public void versions(List<ObjectVersion> found) {
    List<ObjectIdentifier> ids = found.stream()
        .map(one -> ObjectIdentifier.builder().key(one.key()).versionId(one.versionId()).build())
        .toList();
    s3.deleteObjects(r -> r.bucket("versions").delete(d -> d.objects(ids)));
  }
}
