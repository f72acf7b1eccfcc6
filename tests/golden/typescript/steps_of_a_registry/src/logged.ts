type Step = (input: unknown) => unknown;

export const logged = (step: Step): Step => (input) => {
  console.log("step");
  return step(input);
};
