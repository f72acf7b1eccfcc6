package com.acme.Handlers;

import static com.acme.Mail.Calls.call;

import com.acme.Mail.*;
import com.acme.Store.Orders;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public class Taking implements RequestHandler<Map<String, String>, String> {
    private final Orders orders = new Orders();

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        orders.put(event.get("id"));
        Orders.Reading.get(event.get("id"));
        Letters.send("taken");
        call(event.get("number"));
        return "done, of " + com.acme.Store.Stock.counted();
    }
}
