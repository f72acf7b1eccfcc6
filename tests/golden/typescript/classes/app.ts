import { S3Client, GetObjectCommand, ListObjectsV2Command, HeadObjectCommand } from "@aws-sdk/client-s3";
import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms";

abstract class Base {
  protected readonly client = new S3Client({});
  protected constructor(protected readonly bucket: string) {}
  protected abstract key(): string;
  read() {
    return this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: this.key() }));
  }
}

class Reports extends Base {
  #ssm?: SSMClient;
  static readonly prefix = "reports/";
  private kms = new KMSClient({});
  constructor() {
    super("reports");
  }
  get ssm(): SSMClient {
    return (this.#ssm ??= new SSMClient({}));
  }
  protected key() {
    return `${Reports.prefix}latest`;
  }
  list = async () => this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: Reports.prefix }));
  async *secrets() {
    yield await this.ssm.send(new GetParameterCommand({ Name: "/reports/key" }));
  }
  read() {
    return super.read();
  }
  static async decrypt(reports: Reports, blob: Uint8Array) {
    const self = reports;
    return [blob].map((one) => self.kms.send(new DecryptCommand({ CiphertextBlob: one, KeyId: "alias/reports" })));
  }
}

class Mine extends S3Client {
  check() {
    return this.send(new HeadObjectCommand({ Bucket: "mine", Key: "k" }));
  }
}

export const handler = async () => {
  const reports = new Reports();
  await reports.read();
  await reports.list();
  for await (const secret of reports.secrets()) console.log(secret);
  await Reports.decrypt(reports, new Uint8Array());
  await new Mine({}).check();
};
