package desk;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

public class App implements RequestHandler<String, String> {
    @Inject
    Event<Done> done;

    @Override
    @Counted
    public String handleRequest(String row, Context context) {
        done.fire(new Done(row));
        return row;
    }
}
