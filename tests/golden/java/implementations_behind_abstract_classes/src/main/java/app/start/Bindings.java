package app.start;

import app.aws.BucketFileSystem;
import app.files.FileSystem;
import com.google.inject.AbstractModule;

class Bindings extends AbstractModule {
    @Override
    protected void configure() {
        bind(FileSystem.class).to(BucketFileSystem.class);
    }
}
