package app.start;

import app.files.FileSystem;
import javax.inject.Inject;

class Backup {
    private final FileSystem files;

    @Inject
    Backup(FileSystem files) {
        this.files = files;
    }

    void run() {
        files.upload("day");
    }
}
