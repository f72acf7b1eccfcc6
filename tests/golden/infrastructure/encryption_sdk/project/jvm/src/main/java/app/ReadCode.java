package app;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.kms.KmsMasterKeyProvider;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Base64;
import java.util.Map;

public class ReadCode implements RequestHandler<Map<String, String>, String> {
    private final AwsCrypto crypto = AwsCrypto.standard();
    private final KmsMasterKeyProvider keys =
            KmsMasterKeyProvider.builder().buildStrict(System.getenv("KEY"));

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        return new String(crypto.decryptData(keys, Base64.getDecoder().decode(event.get("code"))).getResult());
    }
}
