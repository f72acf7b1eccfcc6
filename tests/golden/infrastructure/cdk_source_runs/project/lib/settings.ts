export const SOURCES = 'src';
export const READS = ['dynamodb:GetItem', 'dynamodb:DeleteItem'];
