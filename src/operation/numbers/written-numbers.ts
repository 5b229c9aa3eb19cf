/**
 * What a number that somebody shows may mean, in the order in which it is tried: as it stands, then with its country's
 * code but without the +, whatever zeros a carrier put before it. Numbers of Mexico lose the 1 that was written after
 * 52 for mobiles until 2020.
 */
export function readingsOf(shown: string): readonly string[] {
  if (!/^[\d+\s().-]+$/.test(shown)) return [shown];
  const digits = shown.replace(/\D/g, "").replace(/^0+/, "");
  return [shown, `+${digits.replace(/^521(?=\d{10}$)/, "52")}`];
}

/**
 * The form by which the owner of a number in E.164 is known. Mobile numbers of Argentina have a 9 after 54 when they are
 * called from abroad and none at home, and carriers show both.
 */
export function formOfOwner(number: string): string {
  return number.replace(/^\+549(?=\d{10}$)/, "+54");
}
