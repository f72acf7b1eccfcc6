exports.x = 1;
//# sourceMappingURL=store.js.map
