// Sets the credentials of its own process, for itself and what it imports.
const AWS = require("aws-sdk");
const publish = require("./publish");
AWS.config.credentials = new AWS.TemporaryCredentials({ RoleArn: "arn:aws:iam::111122223333:role/script" });
publish("hello");
