import { Repository } from "./repository";

class Shelf {
  *[Symbol.iterator]() {
    yield new Repository("of-an-iterator");
  }
}

class Stream {
  async *[Symbol.asyncIterator]() {
    yield new Repository("of-an-async-iterator");
  }
}

const byHand = {
  [Symbol.iterator]() {
    let left = 1;
    return {
      next() {
        return { value: new Repository("of-an-iterator-by-hand"), done: left-- === 0 };
      },
    };
  },
};

function* some(): Generator<Repository, Repository, Repository> {
  const sent = yield new Repository("next");
  await_(sent.find("1"));
  return new Repository("returned");
}

async function* later() {
  yield new Repository("from-async");
}

function await_(_: unknown) {}

export const handler = async (event: { id: string }) => {
  for (const one of new Shelf()) await one.find(event.id);
  for await (const one of new Stream()) await one.find(event.id);
  for (const one of byHand) await one.find(event.id);
  const steps = some();
  await steps.next().value.find(event.id);
  await steps.next(new Repository("sent")).value.find(event.id);
  for (const one of some().take(1)) await one.find(event.id);
  const all = await Array.fromAsync(later());
  await all[0].find(event.id);
};
