import { Store } from "./store.js";
new Store().get();
