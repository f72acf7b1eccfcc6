import software.amazon.awssdk.services.s3.S3Client;
class C {
    enum E { a, b, C }
    enum F { ONE("f1"), TWO("f2"); final String v; F(String v) { this.v = v; } String v() { return v; } }
    S3Client s3 = S3Client.create();
    void a() { s3.headBucket(b -> b.bucket("x-" + E.a)); }
    void b() { s3.deleteBucket(b -> b.bucket(E.b.toString())); }
    void c() { s3.createBucket(b -> b.bucket(E.C.name().toLowerCase())); }
    void d() { s3.putBucketPolicy(b -> b.bucket(F.valueOf("TWO").v()).policy("")); }
    void e(String s) { s3.getBucketPolicy(b -> b.bucket(F.valueOf(s).v())); }
    void f() { s3.getBucketLocation(b -> b.bucket(String.format("%s-%s", E.a, F.ONE.v))); }
}
