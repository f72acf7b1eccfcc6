type AsyncFunction = (...args: any[]) => Promise<unknown>;

function around(fn: AsyncFunction, before: (args: unknown[]) => void): AsyncFunction {
  const wrapped = async (...args: any[]) => {
    before(args);
    return fn(...args);
  };
  return wrapped as AsyncFunction;
}

class Tracer {
  private name = "app";

  wrap(fn: AsyncFunction): AsyncFunction {
    return around(fn, (args) => console.log(this.name, args));
  }
}

export const tracer = new Tracer();
