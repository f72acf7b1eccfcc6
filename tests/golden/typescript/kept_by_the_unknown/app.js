const { S3Client, PutObjectCommand, DeleteBucketCommand } = require("@aws-sdk/client-s3");
const { SNSClient, ListTopicsCommand } = require("@aws-sdk/client-sns");

class Orders {
  async save() {
    await new S3Client({}).send(new PutObjectCommand({ Bucket: "kept", Key: "a" }));
  }
  async purge() {
    await new S3Client({}).send(new DeleteBucketCommand({ Bucket: "kept" }));
  }
}

function attach(request) {
  request.orders = new Orders();
  request["onDone"] = async () => new SNSClient({}).send(new ListTopicsCommand({}));
}

function use(request) {
  return request.orders.save();
}

exports.handler = async (event, context) => {
  attach(context);
  await use(context);
};
