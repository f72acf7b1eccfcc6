import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

class ApiError extends Error {
  constructor(message: string, extra: any) {
    super(message);
    this.report(message);
    for (const key of Object.keys(extra)) {
      this[key] = extra[key];
    }
  }

  report(message: string) {
    return s3.send(new DeleteObjectCommand({ Bucket: "errors", Key: message }));
  }
}

const remove = (key: string) => s3.send(new DeleteObjectCommand({ Bucket: "kept", Key: key }));

export function describe(field: string) {
  const error = new ApiError("failed", { remove });
  return error[field]();
}
