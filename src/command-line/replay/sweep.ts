import { InvalidArgumentError } from "commander";
import { disciplineNamed, disciplineNames } from "../../configuration/configuration-settings.ts";
import type { SmartWaitChoice } from "../../replay/what-if/variants.ts";
import { toReader } from "../reader.ts";

/** What is swept: by name, its values. */
export type Sweep = ReadonlyMap<SweptName, readonly string[]>;

/** How each option that can be swept reads a value; `null`: it is none. */
const readers = {
  "offer-after-s": (text) => numberIn(text, 3_600, (offerAfterS) => ({ offerAfterS })),
  discipline: (text) => {
    const discipline = disciplineNames.find((name) => name === text);
    return discipline ? { discipline: disciplineNamed(discipline) } : null;
  },
  acceptance: (text) => numberIn(text, 1, (acceptance) => ({ acceptance })),
} as const satisfies Record<string, (text: string) => SmartWaitChoice | null>;

type SweptName = keyof typeof readers;

/** One combination of what is swept, with the values as they were written. */
interface SweptChoice {
  readonly named: Readonly<Partial<Record<SweptName, string>>>;
  readonly choice: SmartWaitChoice;
}

/** Reads `offer-after-s=20,30`; several add up. */
export function sweepOption(text: string, before: Sweep = new Map()): Sweep {
  const match = /^([a-z-]+)=(.+)$/.exec(text);
  const name = (Object.keys(readers) as SweptName[]).find((one) => one === match?.[1]);
  const known = Object.keys(readers).join(", ");
  if (!match || !name)
    throw new InvalidArgumentError(
      toReader(
        `se escribe como offer-after-s=20,30; se puede variar: ${known}`,
        `write it like offer-after-s=20,30; what can be varied: ${known}`,
      ),
    );
  const values = match[2]!.split(",").map((value) => value.trim());
  for (const value of values)
    if (readers[name](value) === null)
      throw new InvalidArgumentError(
        toReader(`${value} no es un valor de ${name}`, `${value} is no value of ${name}`),
      );
  return new Map([...before, [name, values]]);
}

/** A single value of an option that can be swept; `null`: it is none. */
export function choiceOf(name: SweptName, text: string): SmartWaitChoice | null {
  return readers[name](text);
}

/** All combinations, in the order in which they were written; without any sweep the one of the options alone. */
export function combinations(sweep: Sweep, chosen: SmartWaitChoice): SweptChoice[] {
  let all: SweptChoice[] = [{ named: {}, choice: chosen }];
  for (const [name, values] of sweep)
    all = all.flatMap(({ named, choice }) =>
      values.map((value) => ({
        named: { ...named, [name]: value },
        choice: { ...choice, ...readers[name](value) },
      })),
    );
  return all;
}

function numberIn<T>(text: string, most: number, as: (value: number) => T): T | null {
  const value = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && value <= most ? as(value) : null;
}
