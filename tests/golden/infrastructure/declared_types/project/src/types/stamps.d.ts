export interface Stamp { price: number }
