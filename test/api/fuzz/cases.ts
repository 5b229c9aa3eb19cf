import fc from "fast-check";
import type { Description } from "../v1-description.ts";
import { compatibleRequests } from "./compatible-requests.ts";
import { nativeRequests } from "./native-requests.ts";
import { otherRequests } from "./other-requests.ts";
import type { Plan } from "./plan.ts";

/** What goes over one connection at once. */
export interface Case {
  /** One, or several that are sent without waiting for answers. */
  readonly requests: readonly Plan[];
  /** What is wrong with the bytes; `null`: they hold together as HTTP. */
  readonly damage: Damage | null;
}

interface Damage {
  /** Put in at this part of the bytes, 0 to 1. */
  readonly piece: Uint8Array;
  readonly where: number;
  /** Whether everything after it is left out. */
  readonly cut: boolean;
}

const piece = fc.oneof(
  fc.constantFrom(
    "Content-Length: 99999999999\r\n",
    "Content-Length: -1\r\n",
    "Content-Length: 3\r\nContent-Length: 4\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip, chunked\r\n",
    "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
    "fffffffff\r\n",
    "0\r\n\r\n",
    " : x\r\n",
    "X : y\r\n",
    " folded\r\n",
    "\r\n",
    "\r\n\r\n",
    "\n\n",
    "\0",
    " HTTP/9.9\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "",
  ),
  // The beginning of TLS, to a server that speaks none.
  fc.constant("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
  fc.uint8Array({ minLength: 1, maxLength: 30 }),
  fc.constant("z".repeat(20_000)),
);

const damage: fc.Arbitrary<Damage> = fc.record({
  piece: piece.map((one) => (typeof one === "string" ? Buffer.from(one, "latin1") : one)),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.boolean(),
});

/** Requests of every family, rightly and wrongly asked: alone, after one another, and damaged. */
export function cases(description: Description): fc.Arbitrary<Case> {
  const request = fc.oneof(
    { weight: 10, arbitrary: nativeRequests(description) },
    { weight: 8, arbitrary: compatibleRequests },
    { weight: 1, arbitrary: otherRequests },
  );
  return fc.oneof(
    { weight: 16, arbitrary: request.map((one) => ({ requests: [one], damage: null })) },
    {
      weight: 2,
      arbitrary: fc
        .array(request, { minLength: 2, maxLength: 5 })
        .map((requests) => ({ requests, damage: null })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.array(request, { minLength: 1, maxLength: 2 }), damage)
        .map(([requests, wrong]) => ({
          requests,
          damage: wrong,
        })),
    },
  );
}

/** The bytes of requests with what is wrong with them. */
export function damaged(bytes: Buffer, { piece: added, where, cut }: Damage): Buffer {
  const at = Math.floor(where * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), added, ...(cut ? [] : [bytes.subarray(at)])]);
}
