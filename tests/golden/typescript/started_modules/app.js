const { fork, spawn } = require("node:child_process");
const path = require("node:path");
const { Worker } = require("node:worker_threads");
const Piscina = require("piscina");

exports.forked = async () => fork(path.join(__dirname, "jobs/forked.js"));

exports.threaded = async () => new Worker(new URL("./jobs/threaded.js", import.meta.url));

exports.spawned = async () => spawn(process.execPath, ["--enable-source-maps", path.resolve(__dirname, "jobs/spawned.mjs")]);

exports.compiled = async () => spawn("node", ["jobs/compiled.js"]);

exports.pooled = async () => new Piscina({ filename: path.resolve(__dirname, "jobs/pooled.js") }).run({});

exports.untold = async (event) => fork(event.script);
