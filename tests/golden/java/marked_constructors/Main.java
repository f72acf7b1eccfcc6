import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import software.amazon.awssdk.services.s3.S3Client;

public class Main {
    private final List<Template> templates;

    @DataBoundConstructor
    public Main(List<Template> templates) {
        this.templates = templates;
    }

    public static void main(String[] args) {
        new Main(List.of(new Template("default"))).run();
    }

    public void run() {
        S3Client s3 = S3Client.create();
        for (Template template : templates) {
            s3.getObject(b -> b.bucket("templates").key("t-" + template.getName()));
            s3.getObject(b -> b.bucket("own").key("t-" + new Own("fixed").name()));
        }
    }

    // The library makes them from what somebody filled in, too.
    public static class Template {
        private final String name;

        @DataBoundConstructor
        public Template(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    public static class Own {
        private final String name;

        @Deprecated
        public Own(String name) {
            this.name = name;
        }

        public String name() {
            return name;
        }
    }
}
