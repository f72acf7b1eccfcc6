package shop;

import acme.di.Base;
import acme.di.Lazy;
import acme.di.Wired;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.kms.KmsClient;

interface Handle<T> {
    T value();
}

interface Parts {
    Wired<Mail> mail();
}

/** Boxes of libraries are told what is in them; how these are asked for it is not known. */
public class Main extends Base<Keys> implements RequestHandler<Map<String, String>, String> {
    private Wired<Repo> repo;
    private Wired<Optional<Rows>> rows;
    private Lazy<News> news;
    private Wired<? extends Reading> rates;
    private Handle<KmsClient> kms;
    private Parts parts;

    @Override
    public String handleRequest(Map<String, String> event, Context context) {
        parts.mail().it().send("hello");
        rows.value().get().put();
        news.instance().publish("new");
        rates.value().read("today");
        kms.value().decrypt(b -> b.keyId("alias/shop"));
        return repo.value().find("list") + delegate().read();
    }
}
