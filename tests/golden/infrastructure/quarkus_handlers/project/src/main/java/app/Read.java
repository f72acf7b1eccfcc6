package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Inject;
import jakarta.inject.Named;

@Named("read")
public class Read implements RequestHandler<String, String> {
    @Inject
    Rows rows;

    @Override
    public String handleRequest(String id, Context context) {
        return rows.read(id);
    }
}
