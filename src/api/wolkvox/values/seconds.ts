/** A mean length of time (ms) as the family writes `asa` and `ata`: seconds, `"27,554.56"`; nothing to tell (`null`): `"0.00"`. */
export function decimalSeconds(ms: number | null): string {
  return format.format((ms ?? 0) / 1000);
}

const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
