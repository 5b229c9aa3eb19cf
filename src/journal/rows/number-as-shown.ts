/**
 * A phone number as a token may read it: whole, or masked, with a star for all but its last four digits; of a number
 * of four digits or less nothing is shown. Not known, withheld or erased (`null`): `""`.
 */
export function numberAsShown(number: string | null, masked: boolean): string {
  if (number === null || !masked) return number ?? "";
  const hidden = number.length <= SHOWN ? number.length : number.length - SHOWN;
  return "*".repeat(hidden) + number.slice(hidden);
}

const SHOWN = 4;
