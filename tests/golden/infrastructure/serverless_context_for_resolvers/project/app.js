const { ApolloServer } = require("apollo-server-lambda");
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocument } = require("@aws-sdk/lib-dynamodb");
const { modules } = require("./modules");

const tables = DynamoDBDocument.from(new DynamoDBClient({}));
const server = new ApolloServer({ modules, context: async () => ({ tables }) });

exports.handler = server.createHandler();
