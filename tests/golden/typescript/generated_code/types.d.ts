export declare class S3Client {}
