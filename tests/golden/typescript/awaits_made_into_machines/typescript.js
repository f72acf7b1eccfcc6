"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var __generator = (this && this.__generator) || function (thisArg, body) {
    var _ = { label: 0, sent: function() { return 0; }, trys: [], ops: [] }, g;
    return g = { next: verb(0), "throw": verb(1), "return": verb(2) }, g;
    function verb(n) { return function (v) { return step([n, v]); }; }
    function step(op) { return body.call(thisArg, _); }
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
var client_dynamodb_1 = require("@aws-sdk/client-dynamodb");
var Store = /** @class */ (function () {
    function Store(table) {
        this.table = table;
        this.client = new client_dynamodb_1.DynamoDBClient({});
    }
    Store.prototype.load = function (key) {
        return __awaiter(this, void 0, void 0, function () {
            var found, name;
            return __generator(this, function (_a) {
                switch (_a.label) {
                    case 0: return [4 /*yield*/, this.named()];
                    case 1:
                        name = _a.sent();
                        if (!key) return [3 /*break*/, 3];
                        return [4 /*yield*/, this.client.send(new client_dynamodb_1.GetItemCommand({ TableName: name, Key: { id: { S: key } } }))];
                    case 2:
                        found = _a.sent();
                        return [2 /*return*/, found.Item];
                    case 3: return [4 /*yield*/, this.client.send(new client_dynamodb_1.ScanCommand({ TableName: name }))];
                    case 4: return [2 /*return*/, _a.sent()];
                }
            });
        });
    };
    Store.prototype.named = function () {
        return __awaiter(this, void 0, void 0, function () {
            return __generator(this, function (_a) {
                return [2 /*return*/, this.table];
            });
        });
    };
    return Store;
}());
var handler = function (event) { return __awaiter(void 0, void 0, void 0, function () {
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0: return [4 /*yield*/, new Store("orders").load(event.key)];
            case 1:
                _a.sent();
                return [2 /*return*/];
        }
    });
}); };
exports.handler = handler;
