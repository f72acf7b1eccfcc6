import { Repository } from "./repository";

class Refused extends Error {
  get audit() {
    return new Repository("of-an-error");
  }
}

export const handler = async (event: { id: string }) => {
  try {
    throw new Refused();
  } catch (error: any) {
    await error.audit.find(event.id);
  }
  try {
    throw { store: new Repository("thrown") };
  } catch (error: any) {
    await error.store.find(event.id);
  }
  return Promise.reject({ other: new Repository("rejected") }).catch((reason) => reason.other.find(event.id));
};
