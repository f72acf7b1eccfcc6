const { Table, Entity } = require("dynamodb-toolbox");

const people = new Table({ name: "people", partitionKey: "pk", DocumentClient: require("./client") });
const Person = new Entity({ name: "Person", attributes: {}, table: people });
exports.handler = async (event) => {
  await Person.query("user:1", { index: "byName", limit: 10 });
  await people.transactWrite([Person.updateTransaction({ id: event.id })]);
  return Person.delete({ id: event.id });
};
