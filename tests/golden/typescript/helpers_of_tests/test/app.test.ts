import { clean } from "./support/cleanup";
import { save } from "../src/app";

describe("app", () => {
  it("saves", () => save("x"));
  afterAll(clean);
});
