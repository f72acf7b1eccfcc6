const mods = import.meta.glob("./mods/*.js", { eager: true });
export function run(n) { mods[n].go(); }
