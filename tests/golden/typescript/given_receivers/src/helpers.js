exports.invoke = (target, method, ...args) => Reflect.apply(target[method], target, args);
exports.retry = async (times, fn, self, ...args) => {
  while (times--) {
    try { return await fn.apply(self, args); } catch (error) { console.error(error); }
  }
};
