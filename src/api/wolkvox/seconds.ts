/** A mean length of time (ms) as the family writes `asa` and `ata`: seconds, `"27,554.56"`; nothing to tell (`null`): `"0.00"`. */
export function decimalSeconds(ms: number | null): string {
  return format.format((ms ?? 0) / 1000);
}

/** How long one call waited (ms), in whole seconds; not known (`null`): `"0"`, because readers take a number. */
export function wholeSeconds(ms: number | null): string {
  return String(Math.round((ms ?? 0) / 1000));
}

const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
