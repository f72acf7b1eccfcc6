package app;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.recordkeeping.store.RecordStore;

public class App implements RequestHandler<String, String> {
  private final RecordStore store = new RecordStore("records");

  public String handleRequest(String input, Context context) {
    store.save(input);
    return input;
  }
}
