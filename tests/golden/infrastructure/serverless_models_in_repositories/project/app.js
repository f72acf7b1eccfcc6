const { ApolloServer } = require("apollo-server-lambda");
const { heroes, teams } = require("./src/heroes");

const server = new ApolloServer({ context: async () => ({ heroes: await heroes(), teams: await teams() }) });

exports.handler = server.createHandler({ cors: { origin: "*" } });
