const { SNSClient, PublishCommand } = require('@aws-sdk/client-sns');
const { buildClient, CommitmentPolicy, KmsKeyringNode } = require('@aws-crypto/client-node');

const sns = new SNSClient({});
const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
const keyring = new KmsKeyringNode({ generatorKeyId: process.env.KEY });

exports.handler = async (event) => {
  const { plaintext } = await decrypt(keyring, Buffer.from(event.request.code, 'base64'));
  await sns.send(new PublishCommand({
    PhoneNumber: event.request.userAttributes.phone_number,
    Message: plaintext.toString(),
  }));
  return event;
};
