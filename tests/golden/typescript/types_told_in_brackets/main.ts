import { Base, Ctx, Lazy, container, wrap } from "acme-di";
import { Finder, Mail, Notes, Repo, Rows } from "./repo";

type Dep = Lazy<Repo>;

class View extends Base<Rows> {
  constructor(private readonly repo: Dep, private readonly rates: Lazy<Finder>, private readonly notes: () => Notes) {
    super();
  }

  async get() {
    await this.rates.value.look("today");
    await this.notes().write("n");
    await this.delegate.put("row");
    return this.repo.get().find("key");
  }
}

export const handler = wrap(async (ctx: Ctx<{ mail: Mail }>) => {
  await ctx.deps.mail.send("hello");
  return container.resolve<View>("view").get();
});
