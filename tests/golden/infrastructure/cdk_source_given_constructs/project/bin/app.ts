import { App } from "aws-cdk-lib";
import { StoreStack } from "../lib/store-stack";
import { ReaderStack } from "../lib/reader-stack";

const app = new App();
const store = new StoreStack(app, "Store");
new ReaderStack(app, "Reader", { letters: store.letters });
