/** A part of a file: the first and the last of its bytes. */
interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The part that a `Range` header asks for (RFC 9110, 14.2), of a file of so many bytes; some browsers play only what they can ask for in parts. `null`: all
 * of it, also where the header asks for several parts, or for none that there is.
 */
export function byteRangeOf(header: string | undefined, bytes: number): ByteRange | null {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  // Without a first byte it is the last so many.
  const from = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === "" || last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return from <= to ? { from, to } : null;
}
