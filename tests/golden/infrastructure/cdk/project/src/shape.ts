export const shape = (body: string) => body.trim();
