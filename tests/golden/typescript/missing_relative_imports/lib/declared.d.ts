export declare const limits: { most: number };
