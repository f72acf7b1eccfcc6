import { z } from 'zod';
export const table = z.string().parse(process.env.TABLE);
