import keeper from 'recordkeeper';
const keeping = keeper.open(process.env.TOPIC);
export const handler = async (event: any) => keeping.tell(event.id);
