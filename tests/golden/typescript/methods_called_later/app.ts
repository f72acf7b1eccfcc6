import "@aws-sdk/client-sqs";

// What these are, nobody says but their methods' names.
export const tell = async (queue: any, clients: any) => {
  const send = queue.sendMessage.bind(queue);
  await send({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody: "x" });
  await queue.purgeQueue.call(queue, { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs" });
  await clients.s3.waitFor.bind(clients.s3)("bucketExists", { Bucket: "waited" });
  const post = clients.s3.createPresignedPost;
  post({ Bucket: "posted", Fields: { key: "k" } });
};
