import type { Node, Owned, Ownerless, Ownership } from "../../port/ownership.ts";
import type { DatabasePool } from "../connection/database-pool.ts";
import { type DatabaseAddress, openBeatPool, openOwnershipPool } from "../connection/pool.ts";
import { withClient } from "../connection/run-script.ts";

/** Who runs which operation, in the database. Each change is one statement; beats have a connection of their own. */
export function postgresOwnership(address: DatabaseAddress): Ownership {
  const beats = openBeatPool(address);
  const others = openOwnershipPool(address);
  const ask = (pool: DatabasePool, sql: string, values: readonly unknown[] = []) =>
    withClient(pool, async (client) => (await client.query<Row>(sql, [...values])).rows);
  return {
    async beat({ id, name, address: at }, ttlMs) {
      await ask(beats, BEAT, [id, at, name, ttlMs]);
    },
    async look({ id }, ttlMs) {
      const rows = await ask(others, LOOK, [id, ttlMs]);
      return {
        nodes: rows[0]!["nodes"] as number,
        ownerless: rows
          .filter((row) => row["operation"] !== null)
          .map(({ operation, epoch, because }) => ({ operation, epoch, because }) as unknown as Ownerless),
      };
    },
    async takeOver({ id, address: at }, { operation, epoch }) {
      const [row] = await ask(others, "SELECT take_over($1, $2, $3, $4) AS epoch", [
        operation,
        id,
        at,
        epoch,
      ]);
      return row!["epoch"] as number | null;
    },
    async takeBack({ id }, { operation, epoch }) {
      const [row] = await ask(others, "SELECT * FROM take_back($1, $2, $3)", [operation, id, epoch]);
      return row ? { epoch: row["new_epoch"] as number, lastSeq: row["durable"] as number } : null;
    },
    async giveUp({ id }, { operation, epoch }, to = null) {
      await ask(
        others,
        "UPDATE ownership SET node = $4, address = $5 WHERE operation = $1 AND node = $2 AND epoch = $3",
        [operation, id, epoch, to?.id ?? null, to?.address ?? null],
      );
    },
    async leave({ id }) {
      await ask(others, "DELETE FROM nodes WHERE id = $1", [id]);
    },
    async ownerOf(operation) {
      const [row] = await ask(others, `${OWNERS} AND ownership.operation = $1`, [operation]);
      return row ? ownedOf(row).node : null;
    },
    owners: async () => (await ask(others, `${OWNERS} ORDER BY operations.id`)).map(ownedOf),
    nodes: async () => (await ask(others, NODES)) as unknown as Node[],
    secret: async () => (await ask(others, "SELECT secret FROM node_secret"))[0]!["secret"] as string,
    async close() {
      await Promise.all([beats.close(), others.close()]);
    },
  };
}

type Row = Record<string, unknown>;

function ownedOf({ operation, epoch, id, name, address }: Row): Owned {
  const node = id === null ? null : ({ id, name, address } as Node);
  return { operation: operation as number, epoch: epoch as number, node };
}

const BEAT = `
  INSERT INTO nodes (id, address, name, beats_until) VALUES ($1, $2, $3, now() + $4 * interval '1 ms')
  ON CONFLICT (id) DO UPDATE SET address = $2, name = $3, beats_until = now() + $4 * interval '1 ms'`;

/** After a switch to a machine whose clock is behind, a beat may seem to reach far ahead: nobody would ever take over. */
const LOOK = `
  WITH living AS (
    SELECT id FROM nodes WHERE beats_until > now() AND beats_until <= now() + $2 * interval '1 ms'
  ), ownerless AS (
    SELECT operations.id AS operation, coalesce(ownership.epoch, 0) AS epoch,
      CASE WHEN ownership.node IS NULL THEN 'free' WHEN ownership.node = $1 THEN 'own' ELSE 'dead' END AS because
    FROM operations LEFT JOIN ownership ON ownership.operation = operations.id
    WHERE ownership.node IS NULL OR ownership.node = $1 OR ownership.node NOT IN (SELECT id FROM living)
  )
  SELECT counted.nodes, ownerless.* FROM (SELECT count(*) AS nodes FROM living) AS counted
  LEFT JOIN ownerless ON true ORDER BY ownerless.operation`;

const OWNERS = `
  SELECT operations.id AS operation, coalesce(ownership.epoch, 0) AS epoch, nodes.id, nodes.name, nodes.address
  FROM operations
  LEFT JOIN ownership ON ownership.operation = operations.id
  LEFT JOIN nodes ON nodes.id = ownership.node AND nodes.beats_until > now()
  WHERE true`;

const NODES = "SELECT id, name, address FROM nodes WHERE beats_until > now() ORDER BY name, id";
