import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Fault } from "../../faults/faults.ts";

/**
 * Makes what is kept of a password: a hash by argon2id, in PHC form, which names its costs so that they can grow. Faults: `password-weak`,
 * `sign-in-slow`.
 */
export async function passwordHash(password: string, name: string): Promise<string> {
  requireGood(password, name);
  const salt = randomBytes(SALT_BYTES);
  return phcOf(salt, await derived(password, salt, COSTS), COSTS);
}

/**
 * Whether a password is the one that was kept. It takes as long where nothing was kept, so that nobody learns which
 * names there are. Fault: `sign-in-slow`.
 */
export async function isPassword(shown: string, kept: string | null): Promise<boolean> {
  const { salt, hash, costs } = partsOf(kept ?? NOBODYS);
  const right = timingSafeEqual(await derived(shown, salt, costs), hash);
  return right && kept !== null;
}

/** Long enough, and not made of the name; which characters are in it is everybody's own choice. */
function requireGood(password: string, name: string): void {
  const plain = password.normalize("NFKC");
  const { length } = Array.from(plain);
  const withoutName = plain.toLowerCase().replaceAll(name.normalize("NFKC").toLowerCase(), "");
  if (length < SHORTEST || length > LONGEST || new Set(withoutName).size < FEWEST_DIFFERENT)
    throw new Fault("password-weak", { shortest: SHORTEST, longest: LONGEST });
}

async function derived(password: string, nonce: Uint8Array, { memory, passes, parallelism }: Costs) {
  await turn();
  try {
    return await argon2id("argon2id", {
      message: password.normalize("NFKC"),
      nonce,
      memory,
      passes,
      parallelism,
      tagLength: HASH_BYTES,
    });
  } finally {
    underWay--;
    waiting.shift()?.();
  }
}

/** Each takes 19 MiB and a core: two at a time. Fault: `sign-in-slow` where too many wait already. */
async function turn(): Promise<void> {
  if (underWay >= AT_A_TIME) {
    if (waiting.length >= MOST_WAITING) throw new Fault("sign-in-slow", { seconds: 1 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  underWay++;
}

interface Costs {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

function phcOf(salt: Uint8Array, hash: Uint8Array, { memory, passes, parallelism }: Costs): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(hash)}`;
}

function partsOf(phc: string): { salt: Buffer; hash: Buffer; costs: Costs } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (!match) throw new Error("what is kept of a password is not in PHC form");
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number];
  return {
    salt: Buffer.from(match[4]!, "base64"),
    hash: Buffer.from(match[5]!, "base64"),
    costs: { memory, passes, parallelism },
  };
}

const argon2id = promisify(argon2);
/** As the OWASP Password Storage Cheat Sheet has it. */
const COSTS: Costs = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Compared with where nothing is kept. */
const NOBODYS = phcOf(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES), COSTS);

const AT_A_TIME = 2;
const MOST_WAITING = 20;
let underWay = 0;
const waiting: (() => void)[] = [];

/** Characters. */
const SHORTEST = 12;
const LONGEST = 128;
/** A password with fewer different characters is a key held down, or the name again. */
const FEWEST_DIFFERENT = 5;
