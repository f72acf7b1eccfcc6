exports.isProd = () => process.env.STAGE === "prod";
exports.prod = process.env.STAGE === "prod" ? true : false;
exports.config = { dry: false, prod: process.env.STAGE === "prod" };
