import { createContext, runInContext } from "node:vm";

interface Script {
  readonly listen: string;
  readonly script: { readonly exec: readonly string[] };
}
interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly disabled?: boolean;
}
interface Auth {
  readonly type: "bearer" | "noauth";
  readonly bearer?: readonly KeyValue[];
}
interface Item {
  readonly name: string;
  readonly auth?: Auth;
  readonly event?: readonly Script[];
  readonly item?: readonly Item[];
  readonly request?: {
    readonly method: string;
    readonly header: readonly KeyValue[];
    readonly body?: { readonly raw: string };
    readonly url: {
      readonly path: readonly string[];
      readonly query?: readonly KeyValue[];
      readonly variable?: readonly KeyValue[];
    };
  };
}
export interface Collection extends Item {
  readonly variable: readonly KeyValue[];
}

export interface Sent {
  readonly name: string;
  readonly address: string;
  readonly status: number;
  readonly text: string;
}

/**
 * Sends every request of a Postman collection in its order, with its scripts, as Postman's own runner does: as much of it
 * as the collection uses. `now` is the clock of its scripts, epoch ms.
 */
export async function runCollection(
  collection: Collection,
  given: Readonly<Record<string, string>>,
  now: () => number,
): Promise<Sent[]> {
  const variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
  for (const [key, value] of Object.entries(given)) variables.set(key, value);
  // A variable that nobody gave a value stays as it is written, as in Postman.
  const filled = (text: string) =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (all, key: string) => variables.get(key) ?? all);
  const sent: Sent[] = [];
  await visit(collection, [], undefined);
  return sent;

  async function visit(item: Item, events: readonly Script[], auth: Auth | undefined): Promise<void> {
    const own = [...events, ...(item.event ?? [])];
    const shown = item.auth ?? auth;
    for (const inside of item.item ?? []) await visit(inside, own, shown);
    if (!item.request) return;
    for (const { listen, script } of own) if (listen === "prerequest") await run(script.exec.join("\n"));
    const { method, header, body, url } = item.request;
    const parts = url.path.map((part) =>
      part.startsWith(":") ? url.variable!.find(({ key }) => key === part.slice(1))!.value : part,
    );
    const query = (url.query ?? []).filter(({ disabled }) => !disabled);
    const asked = query.map(({ key, value }) => `${key}=${encodeURIComponent(filled(value))}`).join("&");
    const path = parts.map((part) => encodeURIComponent(filled(part))).join("/");
    const headers = Object.fromEntries(header.map(({ key, value }) => [key, filled(value)]));
    const token = shown?.type === "bearer" ? shown.bearer?.find(({ key }) => key === "token") : undefined;
    if (token) headers["Authorization"] = `Bearer ${filled(token.value)}`;
    const address = `${filled("{{base}}")}/${path}${asked ? `?${asked}` : ""}`;
    const response = await fetch(address, { method, headers, ...(body ? { body: filled(body.raw) } : {}) });
    sent.push({ name: item.name, address, status: response.status, text: await response.text() });
  }

  /** Runs a script, and waits for what it sends. */
  async function run(code: string): Promise<void> {
    const pending: Promise<void>[] = [];
    const pm = {
      collectionVariables: {
        get: (key: string) => variables.get(key),
        set: (key: string, value: unknown) => variables.set(key, String(value)),
      },
      sendRequest: (
        { url, method, header }: { url: string; method: string; header: Record<string, string> },
        answered: (error: null, response: { json(): unknown }) => void,
      ) => {
        const asked = fetch(url, { method, headers: header }).then(async (response) => {
          const text = await response.text();
          answered(null, { json: () => JSON.parse(text) as unknown });
        });
        pending.push(asked);
      },
    };
    runInContext(code, createContext({ pm, Date: dateBy(now) }));
    await Promise.all(pending);
  }
}

/** A `Date` whose present is the clock's. */
function dateBy(now: () => number): DateConstructor {
  return class extends Date {
    static override now(): number {
      return now();
    }
  } as DateConstructor;
}
