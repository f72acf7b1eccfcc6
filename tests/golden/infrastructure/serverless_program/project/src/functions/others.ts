export const bye = { handler: 'src/functions/bye/handler.main' };
