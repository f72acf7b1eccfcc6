module.exports = { testMatch: ["<rootDir>/checks/**/*.ts", "**/?(*.)+(spec|test).[jt]s?(x)"] };
