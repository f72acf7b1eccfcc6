import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import software.amazon.lambda.powertools.parameters.ParamManager;
import software.amazon.lambda.powertools.parameters.SSMProvider;
import software.amazon.lambda.powertools.parameters.SecretsProvider;

public class Handler implements RequestHandler<String, String> {
    private final SSMProvider parameters = ParamManager.getSsmProvider();
    private final SecretsProvider secrets = ParamManager.getSecretsProvider();

    @Override
    public String handleRequest(String input, Context context) {
        parameters.getMultiple("/app/all");
        return parameters.withDecryption().get("/app/one") + secrets.get("database");
    }
}
