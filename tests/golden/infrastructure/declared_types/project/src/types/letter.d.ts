export interface Letter { text: string }
