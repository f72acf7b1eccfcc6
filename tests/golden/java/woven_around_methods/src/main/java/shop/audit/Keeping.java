package shop.audit;

import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.ProceedingJoinPoint;
import software.amazon.awssdk.services.s3.S3Client;

/** Only around what nobody calls from the entry point. */
@Aspect
public class Keeping {
    private final S3Client client = S3Client.create();

    @Around("@annotation(kept)")
    public Object around(ProceedingJoinPoint call, Kept kept) throws Throwable {
        client.putObject(request -> request.bucket("kept").key("k"), null);
        return call.proceed();
    }
}
