package app;

import app.DaggerParts;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import javax.inject.Inject;

public class Post implements RequestHandler<String, String> {
    @Inject
    Topic topic;

    public Post() {
        DaggerParts.builder().build().inject(this);
    }

    @Override
    public String handleRequest(String text, Context context) {
        return topic.say(text);
    }
}
