import java.util.Optional;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;
import org.store.Repository;

public class App {
    private final S3Client s3 = S3Client.create();
    private final Repository<Row> rows;
    public App(Repository<Row> rows) { this.rows = rows; }

    static class Row { String bucket; String region; }
    static class Other { String bucket; Other(String b) { this.bucket = b; } }

    public void run(String id) {
        Row row = rows.find(id);
        s3.putObject(b -> b.bucket(row.bucket != null ? row.bucket : "dflt").key("k"), Path.of("f"));
        String name = Optional.ofNullable(row.bucket).orElse("dflt");
        s3.deleteObject(b -> b.bucket(name).key("k"));
        String third = "dflt";
        if (row.bucket != null) { third = row.bucket; }
        final String fourth = third;
        s3.getObject(b -> b.bucket(fourth).key("k"), Path.of("f"));
    }
    public void own() {
        Other other = new Other("own");
        s3.listObjectsV2(b -> b.bucket(other.bucket));
    }
}
