const { more } = require("./more");
const { generated } = require("somewhere");

module.exports = {
  service: "others",
  provider: {
    name: "aws",
    runtime: "nodejs20.x",
    iamRoleStatements: [{ Effect: "Allow", Action: ["sqs:SendMessage", "sqs:DeleteQueue"], Resource: "*" }],
  },
  // Functions that are not read have the role, too.
  functions: { send: more, ...generated() },
};
