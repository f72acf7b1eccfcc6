const AWS = require("aws-sdk");
const { GetObjectCommand } = require("@aws-sdk/client-s3");

// The command names the operation, whatever the client is.
exports.known = async (client) => client.send(new GetObjectCommand({ Bucket: "sent", Key: "k" }));
// The name, the members and the hint single one operation out.
exports.guessed = async (deps) => deps.s3.putObject({ Bucket: "guessed", Key: "k" }).promise();
// Fits no operation: members are missing.
exports.ignored = async (deps) => deps.store.putObject({ name: "x" });
exports.generic = async (deps) => deps.db.query({ TableName: "t" });
