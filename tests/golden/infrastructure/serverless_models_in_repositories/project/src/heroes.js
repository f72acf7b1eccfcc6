const dynamoose = require("dynamoose");
const Repository = require("./repository");

const model = dynamoose.model(process.env.HEROES, new dynamoose.Schema({ id: { type: String, hashKey: true } }));

class Heroes extends Repository {
  constructor() {
    super({ model });
  }
}

exports.heroes = async () => new Heroes();
