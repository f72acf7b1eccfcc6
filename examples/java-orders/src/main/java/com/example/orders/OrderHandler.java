package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.Optional;

/** Stores every order of a batch, files its receipt and tells the warehouse. */
public class OrderHandler implements RequestHandler<SQSEvent, Integer> {
    private final OrderRepository orders;
    private final Receipts receipts;
    private final Notifier notifier;

    public OrderHandler() {
        this(new OrderRepository(), new Receipts(Optional.ofNullable(System.getenv("RECEIPTS_BUCKET"))), new Notifier());
    }

    OrderHandler(OrderRepository orders, Receipts receipts, Notifier notifier) {
        this.orders = orders;
        this.receipts = receipts;
        this.notifier = notifier;
    }

    @Override
    public Integer handleRequest(SQSEvent event, Context context) {
        event.getRecords().stream().map(record -> Order.parse(record.getBody())).forEach(this::process);
        return event.getRecords().size();
    }

    private void process(Order order) {
        if (orders.exists(order)) {
            return;
        }
        orders.save(order);
        receipts.file(order);
        notifier.shipped(order);
    }
}
