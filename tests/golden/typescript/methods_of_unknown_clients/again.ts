export const again = async (method, input) => {
  for (let turn = 0; turn < 3; turn++) {
    try {
      return await method(input);
    } catch (error) {
      continue;
    }
  }
};
