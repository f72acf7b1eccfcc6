const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const s3 = new S3Client({});
class B { run() { return this.put(); } }
class H extends B { put() { return s3.send(new PutObjectCommand({Bucket: "b", Key: "k"})); } 
 static make() {return s3.send(new PutObjectCommand({Bucket: "c", Key: "k"})); }}
const table = { put() { return s3.send(new PutObjectCommand({Bucket: "b", Key: "k"})); } };
function put() { return s3.send(new PutObjectCommand({Bucket: "b", Key: "k"})); }
exports.hidden = put;
exports.handler = async (event) => { const h = new H(); await h?.[event.a]?.(); };
