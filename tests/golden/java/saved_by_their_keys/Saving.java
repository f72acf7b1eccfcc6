import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBAttribute;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBHashKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig.SaveBehavior;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBRangeKey;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBTable;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBVersionAttribute;

public class Saving {
    private final AmazonDynamoDB client = AmazonDynamoDBClientBuilder.defaultClient();
    private final DynamoDBMapper mapper = new DynamoDBMapper(client);
    private final DynamoDBMapper putting =
            new DynamoDBMapper(client, DynamoDBMapperConfig.builder().withSaveBehavior(SaveBehavior.CLOBBER).build());
    private final DynamoDBMapper skipping =
            new DynamoDBMapper(client, SaveBehavior.UPDATE_SKIP_NULL_ATTRIBUTES.config());
    private final DynamoDBMapper told =
            new DynamoDBMapper(client, new DynamoDBMapperConfig(SaveBehavior.valueOf(System.getenv("SAVING"))));

    public void save() {
        mapper.save(new Keys());
        mapper.save(new Named());
        mapper.save(new Counted());
        mapper.save(new Versioned());
        putting.save(new Put());
        putting.save(new Updated(), new DynamoDBMapperConfig(SaveBehavior.UPDATE_SKIP_NULL_ATTRIBUTES));
        skipping.save(new Skipped());
        told.save(new Told());
    }

    @DynamoDBTable(tableName = "keys")
    public static class Keys {
        private static final long serialVersionUID = 1L;
        private String id;
        @DynamoDBRangeKey private long at;

        @DynamoDBHashKey(attributeName = "userId")
        public String getId() {
            return id;
        }
    }

    @DynamoDBTable(tableName = "named")
    public static class Named {
        @DynamoDBHashKey public String id;
        @DynamoDBAttribute private String name;
    }

    @DynamoDBTable(tableName = "counted")
    public static class Counted {
        @DynamoDBHashKey public String id;
        private int count;

        @DynamoDBAttribute
        public int getCount() {
            return count;
        }
    }

    @DynamoDBTable(tableName = "versioned")
    public static class Versioned {
        @DynamoDBHashKey public String id;
        @DynamoDBVersionAttribute private Long version;
    }

    @DynamoDBTable(tableName = "put")
    public static class Put extends Named {}

    @DynamoDBTable(tableName = "updated")
    public static class Updated extends Named {}

    @DynamoDBTable(tableName = "skipped")
    public static class Skipped extends Named {}

    @DynamoDBTable(tableName = "told")
    public static class Told extends Named {}
}
