exports.table = "Orders";
