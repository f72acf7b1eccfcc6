import * as s from './app-stack';
export const said = s.ACTIONS.join(',');
