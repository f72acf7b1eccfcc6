const { ApolloServer } = require("apollo-server-lambda");
const { heroes } = require("./src/heroes");

const server = new ApolloServer({ context: async () => ({ heroes: await heroes() }) });

exports.handler = server.createHandler({ cors: { origin: "*" } });
