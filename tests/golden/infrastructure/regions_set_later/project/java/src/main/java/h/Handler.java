package h;

import com.amazonaws.regions.Region;
import com.amazonaws.regions.Regions;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.document.DynamoDB;
import com.amazonaws.services.dynamodbv2.document.Table;
import java.util.Map;

public class Handler {
    private static final Regions REGION = Regions.US_EAST_1;

    public String handleRequest(Map<String, Object> in) {
        AmazonDynamoDBClient client = new AmazonDynamoDBClient(); client.setRegion(Region.getRegion(REGION));
        Table table = new DynamoDB(client).getTable("Tests");
        table.getItem("id", "1");
        return "";
    }
}
