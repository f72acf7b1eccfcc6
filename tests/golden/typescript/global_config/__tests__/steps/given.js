// A helper of the tests, without a test of its own: Jest's directory says what it is.
const AWS = require("aws-sdk");
exports.aConfirmedUser = (name) => new AWS.CognitoIdentityServiceProvider().adminConfirmSignUp({ UserPoolId: "pool", Username: name }).promise();
