/** Whether there is anything to pay: `0.00` is not worth a line. */
export function isPositive(amount: string | null | undefined): amount is string {
  return Number(amount) > 0;
}

/** `189.00` → `¥189.00`, `1376.00` → `¥1,376.00`; anything that is not an amount stays as it is. */
export function yuan(amount: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(amount);
  if (!match) return amount;
  const [, sign = '', whole = '', fraction = ''] = match;
  return `${sign}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}
