import pino from 'pino';
import { z } from 'zod';
const table = z.string().parse('records');
pino().info(table);
export const handler = async () => table;
