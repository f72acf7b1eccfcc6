const dynamoose = require("dynamoose");
const Repository = require("./repository");

const schema = new dynamoose.Schema({ id: { type: String, hashKey: true } });
const model = dynamoose.model(process.env.HEROES, schema);

class Heroes extends Repository {
  constructor() {
    super({ model });
  }
}

exports.heroes = async () => new Heroes();
exports.teams = async () => new Repository({ model: dynamoose.model(process.env.TEAMS, schema) });
