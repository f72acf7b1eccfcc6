import { ask } from "quackling";

export const handler = async (event) => {
  for await (const answer of ask({ prompt: event.question, place: process.env.ANSWERS_BUCKET })) {
    console.log(answer);
  }
};
