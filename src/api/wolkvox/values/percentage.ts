/** A percentage as the family writes it: `"15,233.33 %"`, `"-0.42 %"`; not known (`null`): `""`. */
export function percentage(value: number | null): string {
  return value === null ? "" : `${format.format(value)} %`;
}

const format = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "negative",
});
