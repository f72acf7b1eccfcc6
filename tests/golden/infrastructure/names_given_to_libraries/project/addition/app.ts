import keeper from 'recordkeeper-promisified';
const Note = keeper.define('note', { tableName: 'records' });
export const handler = async (event: any) => Note.saveAsync({ id: event.id });
