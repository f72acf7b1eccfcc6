import keeper from 'recordkeeper';
export const handler = async (event: any) => {
  const Order = keeper.define('order', { tableName: `orders-${event.tenant}`, hashKey: 'id' });
  return Order.save({ id: event.id });
};
