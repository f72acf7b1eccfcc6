package app;

import dagger.Component;
import javax.inject.Singleton;

@Singleton
@Component(modules = {Clients.class})
public interface Parts {
    void inject(Post post);
}
