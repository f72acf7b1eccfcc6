module.exports = { stage: process.env.STAGE };
