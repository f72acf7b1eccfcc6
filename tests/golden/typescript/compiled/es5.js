"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) { return new Promise(function () { generator.apply(thisArg, _arguments).next(); }); };
var __importDefault = (this && this.__importDefault) || function (mod) { return mod && mod.__esModule ? mod : { default: mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.run = exports.Store = void 0;
const aws_sdk_1 = __importDefault(require("aws-sdk"));
class Store {
    constructor() {
        this.db = new aws_sdk_1.default.DynamoDB.DocumentClient();
    }
    move(id) {
        return __awaiter(this, void 0, void 0, function* () {
            const found = yield this.db.get({ TableName: "from", Key: { id } }).promise();
            yield this.db.put({ TableName: "to", Item: found.Item }).promise();
        });
    }
}
exports.Store = Store;
const run = (id) => __awaiter(void 0, void 0, void 0, function* () { return new Store().move(id); });
exports.run = run;
