/** Where a process can be made to die. */
export const deadlyPoints = {
  migrating: "a migration of the schema is carried out and not committed",
  rebuilding: "rows are written again after a migration",
  migrated: "the schema is up to date, and nothing else was done",
  recovering: "the steps since the checkpoint are read",
  recovered: "the line is restored, the phone system not connected",
  "before-append": "a group is concluded, nothing of it is written",
  "in-rows": "of a group some rows are written, with the versions that kept rows go by",
  "in-roll-ups": "of a group some counts are written",
  "in-append": "a group is written and not committed",
  "after-append": "a group is durable, none of its orders is sent",
  "between-orders": "the first order of a group is sent, the second is not",
  "before-dial": "an attempt is durable, the order to dial is not sent",
  "after-dial": "the order to dial is sent",
  "before-thank": "a promise is durable, the caller has not heard it",
  "after-thank": "the order to say the promise is sent",
  "before-leg-seat": "key 1 is durable, the order to seat the customer is not sent",
  "choice-unheard": "the caller's choice arrived and is not written",
  "confirmed-unheard": "key 1 arrived and is not written",
  "in-checkpoint": "a checkpoint is written and not committed",
  "in-order": "a supervisor's order is written and not committed",
  "after-order": "a supervisor's order is durable, and not answered",
  "in-erasure": "a person is taken out, and it is not committed",
  "in-upload": "a piece of an upload, or of an import, is written and not committed",
  "after-upload": "a piece of an upload, or of an import, is durable, the next is not begun",
} as const;

export type DeadlyPoint = keyof typeof deadlyPoints;

/** What `ESPERA_DIE_AT` says to a process. */
export interface Deadly {
  readonly point: DeadlyPoint;
  /** At which time that it reaches the point. */
  readonly n: number;
  /** It says so on its descriptor 3 and goes on: somebody else kills it. */
  readonly announces?: boolean;
}

/** As text: `point:n`, or `point:n:announces`. */
export function writtenDeadly({ point, n, announces = false }: Deadly): string {
  return `${point}:${n}${announces ? ":announces" : ""}`;
}

/** Reads what `writtenDeadly` wrote; `null` where there is nothing: it lives. */
export function readDeadly(written: string | undefined): Deadly | null {
  if (!written) return null;
  const [point = "", n = "1", announces] = written.split(":");
  if (!(point in deadlyPoints)) throw new Error(`there is no deadly point ${point}`);
  return { point: point as DeadlyPoint, n: Number(n), announces: announces !== undefined };
}
