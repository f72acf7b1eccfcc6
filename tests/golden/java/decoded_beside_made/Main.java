import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

public class Main {
    private static final S3Client s3 = S3Client.create();

    static void read(String bucket) {
        s3.getObject(b -> b.bucket(bucket).key("k"));
    }

    static class Plugin {
        private String name;

        Plugin() {}

        Plugin(String name) {
            this.name = name;
        }

        void listed() {
            switch (name) {
                case "own":
                    read("listed-own");
                    break;
                case "other":
                    read("listed-other");
                    break;
            }
        }

        void first() {
            read("first-" + name);
        }
    }

    static class Settings {
        public List<Plugin> plugins;
        public Plugin first;
    }

    public static void main(String[] args) throws Exception {
        new Plugin("own").listed();
        Settings settings = new ObjectMapper().readValue(args[0], Settings.class);
        for (Plugin plugin : settings.plugins) {
            plugin.listed();
        }
        settings.first.first();
    }
}
