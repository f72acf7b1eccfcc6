import archive from "@corp/archive";

export interface Letter {
  text: string;
}

export const keep = (letter: Letter) => archive(letter);
