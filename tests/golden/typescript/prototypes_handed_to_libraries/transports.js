const util = require("util");
const Transport = require("strange-transport");
const AWS = require("aws-sdk");

function Inheriting() {
  Transport.call(this);
  this.sqs = new AWS.SQS();
}
util.inherits(Inheriting, Transport);
Inheriting.prototype.log = function (info) {
  this.add(info);
};
Inheriting.prototype.add = function () {
  this.sqs.listQueues({}, () => {});
};

function Created() {
  this.sns = new AWS.SNS();
}
Created.prototype = Object.create(Transport.prototype);
Created.prototype.log = function () {
  this.sns.listTopics({}, () => {});
};

function Set() {
  this.ecs = new AWS.ECS();
}
Object.setPrototypeOf(Set.prototype, Transport.prototype);
Set.prototype.log = function () {
  this.ecs.listClusters({}, () => {});
};

function Plain() {
  const self = this;
  self.iam = new AWS.IAM();
  self.log = function () {
    this.iam.listUsers({}, () => {});
  };
}

module.exports = { Created, Inheriting, Plain, Set };
