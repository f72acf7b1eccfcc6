import { directoryOf } from '@libs/paths';

export default {
  handler: `${directoryOf(__dirname)}/handler.main`,
  events: [{ http: { method: 'post', path: 'hello' } }],
};
