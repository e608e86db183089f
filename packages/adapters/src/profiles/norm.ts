/** The shape of payloads that README.md tells of. */
export const NORM = 'Generic device JSON 1.0';
