package shop;

import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import java.util.Map;

public class Handler {
    private final AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();

    public String handle(Map<String, String> event) {
        Conf k = new Conf();
        k.setStage(event.get("s"));
        if ("prod".equals(k.getStage())) {
            s3.deleteObject("mine", "k");
        }
        Other o = new Other();
        o.setStage(event.get("s"));
        if ("prod".equals(o.getStage())) {
            s3.putObject("mine", "k", "x");
        }
        Given g = org.lib.Mapper.filled(new Given());
        if ("prod".equals(g.getStage())) {
            s3.getObject("mine", "k");
        }
        Made m = org.lib.Mapper.read(event.get("s"), Made.class);
        if ("prod".equals(m.getStage())) {
            s3.listObjects("mine");
        }
        Own w = new Own();
        w.setStage(event.get("s"));
        if ("prod".equals(w.getStage())) {
            s3.createBucket("mine");
        }
        Still t = new Still();
        if ("prod".equals(t.getStage())) {
            s3.deleteBucket("mine");
        }
        return "ok";
    }
}
