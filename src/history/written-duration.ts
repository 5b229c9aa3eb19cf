/**
 * A duration as programs and spreadsheets write it, in ms: seconds, whole or with decimals after a point or a comma, or
 * h:mm:ss, whatever the hours. Below ten million seconds (116 days): more is no duration of a call. `null` for anything else,
 * 1,234 among it, which may be thousands.
 */
export function durationMs(text: string): number | null {
  const clock = /^(\d{1,4}):([0-5]\d):([0-5]\d)(?:[.,](\d+))?$/.exec(text);
  if (clock) {
    const [, hours, minutes, seconds, fraction = "0"] = clock;
    return Math.round(
      (Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}`)) * 1000,
    );
  }
  if (/^\d{1,3},\d{3}$/.test(text)) return null;
  return /^\d{1,7}([.,]\d+)?$/.test(text) ? Math.round(Number(text.replace(",", ".")) * 1000) : null;
}
