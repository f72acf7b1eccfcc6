package app;

import dagger.Module;
import dagger.Provides;
import javax.inject.Singleton;
import software.amazon.awssdk.services.sns.SnsClient;

@Module
public class Clients {
    @Provides
    @Singleton
    public Topic topic() {
        return new Topic(SnsClient.create());
    }
}
