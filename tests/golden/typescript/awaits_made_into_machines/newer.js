"use strict";

var _interopRequireDefault = require("@babel/runtime/helpers/interopRequireDefault");
var _regenerator = _interopRequireDefault(require("@babel/runtime/regenerator"));
var _asyncToGenerator2 = _interopRequireDefault(require("@babel/runtime/helpers/asyncToGenerator"));
var _clientSqs = require("@aws-sdk/client-sqs");

var client = new _clientSqs.SQSClient({});
function address() {
  return _address.apply(this, arguments);
}
function _address() {
  _address = (0, _asyncToGenerator2["default"])(/*#__PURE__*/_regenerator["default"].mark(function _callee() {
    return _regenerator["default"].wrap(function _callee$(_context) {
      while (1) {
        switch (_context.prev = _context.next) {
          case 0:
            return _context.abrupt("return", "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs");
          case 1:
          case "end":
            return _context.stop();
        }
      }
    }, _callee);
  }));
  return _address.apply(this, arguments);
}
exports.handler = (0, _asyncToGenerator2["default"])(/*#__PURE__*/_regenerator["default"]().m(function _callee2(event) {
  var url, sent;
  return _regenerator["default"]().w(function (_context2) {
    while (1) switch (_context2.n) {
      case 0:
        _context2.n = 1;
        return address();
      case 1:
        url = _context2.v;
        _context2.n = 2;
        return client.send(new _clientSqs.SendMessageCommand({ QueueUrl: url, MessageBody: event.body }));
      case 2:
        sent = _context2.v;
        return _context2.a(2, sent.MessageId);
    }
  }, _callee2);
}));
