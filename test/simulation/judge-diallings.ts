import type { Complain, Evidence } from "./evidence.ts";

const DAY_MS = 86_400_000;

/** 7. No number rings more often within 24 hours, for all centres together, than the one that dials it allows. */
export function judgeDiallings(centres: readonly Evidence[], complain: Complain): void {
  if (centres.some(({ clockWrongMs }) => clockWrongMs > 0)) return;
  const rings = centres
    .flatMap(({ chronicle, settings }) =>
      chronicle.rings.map((ring) => ({ ...ring, most: settings.limits.diallingsPerNumber })),
    )
    .sort((one, other) => one.at - other.at);
  // If all about the person was forgotten, so is that.
  const erased = new Set(centres.flatMap(({ chronicle }) => chronicle.erasures.map(({ number }) => number)));
  const known = rings.filter(({ number }) => !erased.has(number));
  for (const [number, ofNumber] of Map.groupBy(known, (ring) => ring.number))
    ofNumber.forEach(({ attempt, at, most }, index) => {
      const lately = ofNumber.slice(0, index + 1).filter((ring) => ring.at > at - DAY_MS + 60_000).length;
      if (lately > most)
        complain(7, `${attempt} made ${number} ring ${lately} times in a day, and ${most} are allowed`);
    });
}
