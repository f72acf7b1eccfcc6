export const services: any = {};
