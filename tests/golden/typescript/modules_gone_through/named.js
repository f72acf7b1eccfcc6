const AWS = require("aws-sdk");
const ses = new AWS.SES();
exports.rules = () => ses.listReceiptRuleSets({}).promise();
