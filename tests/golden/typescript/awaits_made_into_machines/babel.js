"use strict";

var _clientS = require("@aws-sdk/client-s3");
function _regeneratorRuntime() { "use strict"; _regeneratorRuntime = function _regeneratorRuntime() { return exports; }; var exports = {}; function define(obj, key, value) { return obj[key] = value; } function wrap(innerFn, outerFn, self) { var made = Object.create(outerFn.prototype); return made._invoke = invoke(innerFn, self), made; } function invoke(innerFn, self) { return function (method, arg) { return innerFn.call(self, arg); }; } return exports.wrap = wrap, exports.mark = function (genFun) { return define(genFun, "made", true), genFun; }, exports; }
function asyncGeneratorStep(gen, resolve, reject, _next, _throw, key, arg) { try { var info = gen[key](arg); var value = info.value; } catch (error) { reject(error); return; } if (info.done) { resolve(value); } else { Promise.resolve(value).then(_next, _throw); } }
function _asyncToGenerator(fn) { return function () { var self = this, args = arguments; return new Promise(function (resolve, reject) { var gen = fn.apply(self, args); function _next(value) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "next", value); } function _throw(err) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, "throw", err); } _next(undefined); }); }; }

var client = new _clientS.S3Client({});

function bucketOf(_x) {
  return _bucketOf.apply(this, arguments);
}
function _bucketOf() {
  _bucketOf = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee(kind) {
    var name;
    return _regeneratorRuntime().wrap(function _callee$(_context) {
      while (1) switch (_context.prev = _context.next) {
        case 0:
          if (!kind) {
            _context.next = 4;
            break;
          }
          name = "first";
          _context.next = 5;
          break;
        case 4:
          name = "second";
        case 5:
          return _context.abrupt("return", name);
        case 6:
        case "end":
          return _context.stop();
      }
    }, _callee);
  }));
  return _bucketOf.apply(this, arguments);
}

exports.handler = /*#__PURE__*/function () {
  var _ref = _asyncToGenerator( /*#__PURE__*/_regeneratorRuntime().mark(function _callee2(event) {
    var found;
    return _regeneratorRuntime().wrap(function _callee2$(_context2) {
      while (1) switch (_context2.prev = _context2.next) {
        case 0:
          _context2.prev = 0;
          _context2.t0 = client;
          _context2.t1 = _clientS.GetObjectCommand;
          _context2.next = 5;
          return bucketOf(event.kind);
        case 5:
          _context2.t2 = _context2.sent;
          _context2.t3 = { Bucket: _context2.t2, Key: "a" };
          _context2.t4 = new _context2.t1(_context2.t3);
          _context2.next = 10;
          return _context2.t0.send.call(_context2.t0, _context2.t4);
        case 10:
          found = _context2.sent;
          _context2.next = 13;
          return client.send(new _clientS.PutObjectCommand({ Bucket: "kept", Key: found.ETag }));
        case 13:
          _context2.next = 19;
          break;
        case 15:
          _context2.prev = 15;
          _context2.t5 = _context2["catch"](0);
          _context2.next = 19;
          return client.send(new _clientS.DeleteObjectCommand({ Bucket: "failed", Key: "a" }));
        case 19:
        case "end":
          return _context2.stop();
      }
    }, _callee2, null, [[0, 15]]);
  }));
  return function (_x2) {
    return _ref.apply(this, arguments);
  };
}();
