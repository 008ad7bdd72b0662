/** Where a classroom's computer shows its code. */
export const deviceAddress = (): string => `${location.host}/device`;
