import { S3Client, PutObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

class Album {
  constructor(readonly title: string) {}
}

const anything: any[] = ["photos", new Album("summer"), () => "a name", ["sounds"]];

async function store(bucket: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "new", Body: "" }));
}

async function fetched(buckets: string[]): Promise<void> {
  for (const bucket of buckets) await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "new" }));
}

async function listed(bucket: "photos" | "sounds" | undefined): Promise<void> {
  await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
}

export async function handler(event: any): Promise<void> {
  for (const one of anything) {
    await store(one);
    await fetched(one);
    await listed(one);
  }
}
