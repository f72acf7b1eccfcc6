package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.recordkeeping.store.RecordStore;

public class App implements RequestHandler<String, String> {
  public String handleRequest(String input, Context context) {
    new RecordStore(String.format("orders-%s", input)).save(input);
    return input;
  }
}
