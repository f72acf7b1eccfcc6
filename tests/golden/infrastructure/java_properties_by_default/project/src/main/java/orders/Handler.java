package orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

public class Handler implements RequestHandler<String, String> {
    private final Store store = new AnnotationConfigApplicationContext("orders").getBean(Store.class);

    @Override
    public String handleRequest(String input, Context context) {
        store.save();
        return input;
    }
}
