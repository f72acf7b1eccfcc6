const { ORDERS_TABLE, INVOICES_BUCKET, SHIPPING_QUEUE_URL } = process.env;

export const config = {
  table: ORDERS_TABLE!,
  bucket: INVOICES_BUCKET!,
  queueUrl: SHIPPING_QUEUE_URL!,
} as const;
