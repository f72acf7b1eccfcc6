import { Lazy, Ref } from "acme-di";
import { Page, Repo } from "./repo";

export class Service {
  constructor(private repo: Lazy<Repo>, private page: Lazy<Page>) {}
  async handle(e: { k: string }) {
    return this.repo.value.find(this.page.value.find(e.k));
  }
}

export const handler = async (e: { k: string }, repo: Ref<Repo | undefined>) => repo.get()?.find(e.k);

type Client = Ref<Page>;
export class Held {
  repo?: Lazy<Repo>;
  client?: Client;
  async drop(e: { k: string }) {
    return this.repo?.value.drop(e.k);
  }
}
