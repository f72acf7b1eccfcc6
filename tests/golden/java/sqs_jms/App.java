import com.amazon.sqs.javamessaging.ProviderConfiguration;
import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import javax.jms.*;
import software.amazon.awssdk.services.sqs.SqsClient;

public class App {
    public static void main(String[] args) throws Exception {
        SQSConnectionFactory f = new SQSConnectionFactory(new ProviderConfiguration(), SqsClient.create());
        SQSConnection c = f.createConnection();
        Session s = c.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue q = s.createQueue("MyQueue");
        MessageProducer p = s.createProducer(q);
        p.send(s.createTextMessage("Hello"));
        MessageConsumer m = s.createConsumer(q);
        Message got = m.receive(1000);
    }
}
