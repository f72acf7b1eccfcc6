import { Repository } from "./repository";

class Holder {
  private held!: Repository;

  set repository(value: Repository) {
    this.held = value;
  }

  get found() {
    return this.held;
  }
}

class Reading {
  read(id: string) {
    return new Repository("mixed-in").find(id);
  }
}

class Mixed {}
for (const name of Object.getOwnPropertyNames(Reading.prototype)) {
  Object.defineProperty(Mixed.prototype, name, Object.getOwnPropertyDescriptor(Reading.prototype, name)!);
}

class Assigned {}
Object.assign(Assigned.prototype, { read: (id: string) => new Repository("assigned").find(id) });

const defined: any = Object.defineProperties({}, { of: { value: new Repository("defined") } });

export const handler = async (event: { id: string }) => {
  const holder = new Holder();
  holder.repository = new Repository("set");
  await holder.found.find(event.id);
  await (new Mixed() as any).read(event.id);
  await (new Assigned() as any).read(event.id);
  await defined.of.find(event.id);
  await Repository.prototype.find.call(new Repository("called"), event.id);
  await Reflect.construct(Repository, ["constructed"]).find(event.id);
};
