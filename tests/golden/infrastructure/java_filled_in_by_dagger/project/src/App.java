import dagger.Component;
import dagger.Module;
import dagger.Provides;
import javax.inject.Inject;
import javax.inject.Singleton;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class Storage {}

class Topics {}

class Keys {}

@Module
class Parts {
    @Provides @Singleton static Storage storage(S3Client s3) {
        s3.createBucket(request -> request.bucket("orders"));
        return new Storage();
    }

    @Provides @Singleton Topics topics() {
        SnsClient.create().listTopics();
        return new Topics();
    }

    @Provides static S3Client s3() {
        return S3Client.create();
    }
}

@Module
class Others {
    @Provides static Keys keys() {
        KmsClient.create().listKeys();
        return new Keys();
    }
}

@Singleton
@Component(modules = {Parts.class, Others.class})
interface Shop {
    void inject(App app);
}

public class App {
    @Inject Storage storage;
    @Inject Topics topics;

    public App() {
        DaggerShop.builder().build().inject(this);
    }

    public Object handleRequest(Object input, Object context) {
        SqsClient.create().listQueues();
        return null;
    }
}
