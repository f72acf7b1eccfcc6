exports.stage = process.env.STAGE;
exports.still = process.env.STAGE;
