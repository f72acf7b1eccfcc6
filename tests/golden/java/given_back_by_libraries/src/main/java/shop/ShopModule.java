package shop;

import dagger.Module;
import dagger.Provides;

@Module
public class ShopModule {
    @Provides
    Table table() {
        return new Table();
    }
}
