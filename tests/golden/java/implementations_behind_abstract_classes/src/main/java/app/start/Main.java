package app.start;

import com.google.inject.Guice;

public class Main {
    public static void main(String[] args) {
        Guice.createInjector(new Bindings()).getInstance(Backup.class).run();
    }
}
