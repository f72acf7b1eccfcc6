package x;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import software.amazon.awssdk.services.s3.S3Client;

public class App implements RequestHandler<S3Event, String> {
    private final S3Client s3 = S3Client.create();

    @Override
    public String handleRequest(S3Event event, Context context) {
        S3EventNotificationRecord record = event.getRecords().get(0);
        String bucket = record.getS3().getBucket().getName();
        s3.getObject(b -> b.bucket(bucket).key("a"));
        for (S3EventNotificationRecord each : event.getRecords()) {
            s3.deleteObject(b -> b.bucket(each.getS3().getBucket().getName()).key("b"));
        }
        event.getRecords().forEach(r -> s3.getObjectTagging(b -> b.bucket(r.getS3().getBucket().getName()).key("c")));
        event.getRecords().stream().map(r -> r.getS3().getBucket().getName()).forEach(n -> s3.getObjectAcl(b -> b.bucket(n).key("d")));
        return bucket;
    }
}
