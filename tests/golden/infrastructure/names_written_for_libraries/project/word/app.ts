import { draw } from 'drawing-tool';
export const handler = async () => draw('table', 'rec*', 'aws', 'dynamodb');
