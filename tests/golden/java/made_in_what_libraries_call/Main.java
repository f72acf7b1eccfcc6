import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import software.amazon.awssdk.services.sns.SnsClient;

class Task implements Runnable {
    @Override
    public void run() {
        SnsClient.create().publish(request -> request.topicArn("arn:aws:sns:eu-west-1:111122223333:started").message("x"));
    }
}

class Bindings extends AbstractModule {
    @Override
    protected void configure() {
        new Thread(new Task()).start();
    }
}

public class Main {
    public static void main(String[] args) {
        Guice.createInjector(new Bindings());
    }
}
