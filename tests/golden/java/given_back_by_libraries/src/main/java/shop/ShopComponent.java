package shop;

import dagger.Component;

@Component(modules = ShopModule.class)
public interface ShopComponent {
    Table table();
}
