import { Store } from "../store.js";
export function go() { new Store().get(); }
