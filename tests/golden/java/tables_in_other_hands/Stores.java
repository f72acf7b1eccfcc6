package orders;

import com.acme.files.Files;
import com.acme.store.Store;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

class Stores {
    static Object store() {
        return new Store(DynamoDbEnhancedClient.create().table("codes", TableSchema.fromBean(Stores.class))).all();
    }

    static Object files() {
        return new Files(S3TransferManager.create()).all();
    }
}
