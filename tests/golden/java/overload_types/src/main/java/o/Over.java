package o;

import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;

class Over {
    private final AmazonS3 s3 = AmazonS3ClientBuilder.defaultClient();

    void touch(String name) { s3.getObject("texts", name); }
    void touch(int number) { s3.putObject("numbers", String.valueOf(number), "x"); }

    void mixed(Object o) { s3.deleteBucket("objects"); }
    void mixed(String s) { s3.createBucket(s); }
    void both(String s, int n) { s3.deleteBucketPolicy("si"); }
    void both(String s, String t) { s3.getBucketAcl("ss"); }

    String key() { return "k"; }
    int count() { return 1; }

    void any(CharSequence s) { s3.getBucketLocation("cs"); }

    void param(String s, int n) {
        two(s); two(n);
        one(s.length());
    }
    void two(String s) { s3.getBucketWebsiteConfiguration("tws"); }
    void two(int s) { s3.getBucketTaggingConfiguration("twi"); }
    void one(int s) { s3.getBucketCrossOriginConfiguration("onei"); }

    public static void main(String[] a) {
        Over o = new Over();
        o.touch("key");
        o.touch(42);
        int n = 7;
        o.touch(n);
        o.mixed("made");
        o.both("a", 1);
        o.both("a", "b");
        o.any(o.key());
        o.param("x", 2);
    }
}
