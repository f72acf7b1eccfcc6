import keeper from 'recordkeeper';
import { table } from './settings';
const Note = keeper.define('note', { tableName: table, hashKey: 'id' });
export const handler = async (event: any) => Note.save({ id: event.id });
