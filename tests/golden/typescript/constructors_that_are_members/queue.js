"use strict";
var __extends = (this && this.__extends) || (function () {
  var set = function (d, b) { set = Object.setPrototypeOf || function (d, b) { d.__proto__ = b; }; return set(d, b); };
  return function (d, b) { set(d, b); function __() { this.constructor = d; } d.prototype = (__.prototype = b.prototype, new __()); };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Topic = exports.Writer = void 0;
var client_sqs_1 = require("@aws-sdk/client-sqs");
var client_sns_1 = require("@aws-sdk/client-sns");
var Base = /** @class */ (function () {
  function Base(url) { this.url = url; this.client = new client_sqs_1.SQSClient({}); }
  Base.prototype.write = function (items) { return this.flush(items); };
  return Base;
}());
var Writer = /** @class */ (function (_super) {
  __extends(Writer, _super);
  function Writer() { return _super !== null && _super.apply(this, arguments) || this; }
  Writer.prototype.flush = function (items) {
    return this.client.send(new client_sqs_1.SendMessageBatchCommand({ QueueUrl: this.url, Entries: items }));
  };
  return Writer;
}(Base));
exports.Writer = Writer;
function Topic(name) { this.name = name; this.client = new client_sns_1.SNSClient({}); }
Topic.prototype.tell = function (text) {
  return this.client.send(new client_sns_1.PublishCommand({ TopicArn: this.name, Message: text }));
};
exports.Topic = Topic;
