const AWS = require("aws-sdk");
const ecs = new AWS.ECS();
exports.list = () => ecs.listClusters({}).promise();
