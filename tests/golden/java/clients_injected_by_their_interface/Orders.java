package shop;

import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.sns.AmazonSNS;
import com.amazonaws.services.sns.AmazonSNSAsync;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

@Service
public class Orders {
    private AmazonDynamoDB orders;

    @Autowired
    private AmazonS3 files;

    @Autowired
    private AmazonSNS topics;

    @Autowired
    private AmazonSNSAsync sending;

    @Autowired
    public void setOrders(AmazonDynamoDB orders) {
        this.orders = orders;
    }

    public void close(String id) {
        orders.describeTable("orders");
        files.deleteObject("carts", id);
        topics.publish("arn:aws:sns:eu-west-1:123456789012:closed", id);
        sending.listTopics();
    }
}
