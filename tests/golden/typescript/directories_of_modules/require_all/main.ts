import requireAll from "require-all";
const mods = requireAll(__dirname + "/mods");
export function run() { mods.a.go(); }
