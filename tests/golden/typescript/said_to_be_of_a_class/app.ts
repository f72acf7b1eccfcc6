import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

class Wanted {
  bucket = "dev";
  constructor(given?: Partial<Wanted>) {
    this.bucket = given?.bucket ?? this.bucket;
  }
}

class Plain {
  bucket = "dev";
}

class Own {
  bucket = "own";
}

const s3 = new S3Client({});

function of(plain: Plain): string {
  return plain.bucket;
}

export const handler = async (event: any) => {
  await s3.send(new GetObjectCommand({ Bucket: new Wanted(event).bucket, Key: "k" }));
  await s3.send(new PutObjectCommand({ Bucket: (JSON.parse(event.body) as Plain).bucket, Key: "k" }));
  await s3.send(new DeleteObjectCommand({ Bucket: of(event.detail), Key: "k" }));
  await s3.send(new ListObjectsV2Command({ Bucket: new Own().bucket }));
};
