const { inherits } = require("util");
const { all } = require("./exported");

function Reader() {
  this.table = "inherited";
}
Reader.prototype = {
  read(id) {
    return all.get(this.table, id);
  },
};

function OrderReader() {
  Reader.call(this);
}
inherits(OrderReader, Reader);

function anything() {
  return all.get(arguments[0], arguments[1]);
}

exports.handler = async (event) => {
  await new OrderReader().read(event.id);
  await anything("of-arguments", event.id);
};
