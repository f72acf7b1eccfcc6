package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Inject;
import jakarta.inject.Named;

@Named("drop")
public class Drop implements RequestHandler<String, String> {
    @Inject
    Rows rows;

    @Override
    public String handleRequest(String id, Context context) {
        return rows.drop(id);
    }
}
