const AWS = require("aws-sdk");
const s3 = new AWS.S3();
const sqs = new AWS.SQS();

function step0(value) {
  return value.step0;
}
function step1(value) {
  return value.step1;
}
function step2(value) {
  return value.step2;
}
function step3(value) {
  return value.step3;
}
function step4(value) {
  return value.step4;
}
function step5(value) {
  return value.step5;
}
function step6(value) {
  return value.step6;
}
function step7(value) {
  return value.step7;
}
function step8(value) {
  return value.step8;
}
function step9(value) {
  return value.step9;
}
function step10(value) {
  return value.step10;
}
function step11(value) {
  return value.step11;
}
function step12(value) {
  return value.step12;
}
function step13(value) {
  return value.step13;
}
function step14(value) {
  return value.step14;
}
function step15(value) {
  return value.step15;
}
function step16(value) {
  return value.step16;
}
function step17(value) {
  return value.step17;
}

function upload(key) {
  return s3.putObject({ Bucket: "pictures", Key: key, Body: "" }).promise();
}

function purge(queue) {
  return sqs.purgeQueue({ QueueUrl: queue }).promise();
}

module.exports = { step0, step1, step2, step3, step4, step5, step6, step7, step8, step9, step10, step11, step12, step13, step14, step15, step16, step17, upload, purge };
