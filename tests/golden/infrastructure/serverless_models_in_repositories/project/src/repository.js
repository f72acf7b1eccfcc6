const { promisify } = require("util");

class Repository {
  constructor({ model }) {
    this.model = model;
  }
  async create(item) {
    return promisify(this.model.create)(item);
  }
  async findOne(id) {
    return promisify(this.model.query)({ id: { eq: id } });
  }
  async findAll(filter) {
    return promisify(this.model.scan)(filter);
  }
}

module.exports = Repository;
