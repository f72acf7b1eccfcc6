export const archiveBucket = "archive-data";
