import archive, { type Place } from "@corp/archive";

export const handler = async (place: Place) => archive(place);
