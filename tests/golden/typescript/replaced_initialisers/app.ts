import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

class Replaced {
  private bucket = "unseen";
  private key: string = "k";
  constructor(bucket: string, key?: string) {
    console.log("made");
    this.bucket = bucket;
    if (key) {
      this.key = key;
    }
  }
  get() {
    return s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.key }));
  }
}

class Kept {
  bucket = "kept";
  constructor(bucket: string | null) {
    if (bucket) this.bucket = bucket;
  }
  put() {
    return s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: "k" }));
  }
}

class Seen {
  private bucket = "seen";
  constructor(bucket: string) {
    this.clear();
    this.bucket = bucket;
  }
  clear() {
    return s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: "k" }));
  }
}

void new Replaced("own", "other").get();
void new Kept("own").put();
void new Seen("kept");
