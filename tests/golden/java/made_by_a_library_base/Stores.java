package orders;

import com.acme.jobs.Worker;
import com.acme.store.Store;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

class Stores {
    static class Invoices extends Store {
        Invoices(DynamoDbClient client) {
            super(client, "invoices");
        }
    }

    static class Late extends Invoices {
        Late(DynamoDbClient client) {
            super(client);
        }
    }

    void late() {
        new Late(DynamoDbClient.create()).all();
    }

    void work() {
        new Worker(S3Client.create()) {
            @Override
            public String name() {
                return "work";
            }
        }.start();
    }
}
