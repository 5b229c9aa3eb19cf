import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LiveView } from "../src/api/live-view.ts";
import { SESSION } from "../src/api/sign-in/session-cookie.ts";
import { hashOf } from "../src/api/sign-in/sessions.ts";
import { addUser, OWNER } from "../src/api/sign-in/users.ts";
import type { OperationRecord } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import type { State } from "../src/line/state.ts";
import { morning, type TimedReport, timeZone } from "./large-centre.ts";
import type { StreamAsker } from "./listening-client.ts";
import { type Bench, inDirectory, rounded } from "./measure.ts";
import { everybodyIsOffered, patient } from "./open-callbacks.ts";
import { serveFront } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";

const PAGES = 120;
const TOKENS = 80;
const STREAMS = PAGES + TOKENS;

/**
 * Two hundred who listen to the live stream of an operation that takes 25 callbacks a second, twelve times what a large
 * centre has in calls: pages by the cookies of their sessions, with those who wait on the phone, and programs by tokens. All of them leave and come
 * again meanwhile. How long a fact takes then, against how long when nobody listens.
 */
export const liveStreams: Bench = async ({ quick, say, rounds = quick ? 1 : 6 }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const record = await store.openOperation({ name: "heard", timeZone, simulated: true });
    const opened = await openOperation(store, record, { settings: patient, judgements: everybodyIsOffered });
    const facts = new SteadyFacts(opened, callersWhoSayYes(quick ? 1_000 : 10_000));
    const { coreState: state } = opened.operation;
    const api = await serveFront({ directory, store, record }, opened, TOKENS, async () =>
      liveOf(record, state),
    );
    const askers = [...api.tokens.map(byToken), ...(await pagesOf(store, record, PAGES))];
    const seconds = quick ? 0.3 : 5;
    const pause = () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const delays = { nobodyListens: [] as number[], theyListen: [] as number[], theyCome: [] as number[] };
    let bytes = 0;
    try {
      facts.begin();
      for (let round = 0; round < rounds; round++) {
        say(`round ${round + 1}`);
        await pause();
        delays.nobodyListens.push(...facts.takeDelays());
        const client = await listen(api.port, askers);
        delays.theyCome.push(...facts.takeDelays());
        await pause();
        delays.theyListen.push(...facts.takeDelays());
        bytes += await client.leave();
      }
      const open = state.callbacks.size;
      if (open === 0) throw new Error("nobody asked to be called back");
      await facts.end();
      const theyListen = shownDelays(delays.theyListen);
      const theyCome = shownDelays(delays.theyCome);
      const nobodyListens = shownDelays(delays.nobodyListens);
      const ratio = rounded(theyListen.p99 / nobodyListens.p99);
      return {
        what: `p99 of the delay of facts while ${STREAMS} listen to the live stream (${PAGES} pages, ${TOKENS} tokens), over while nobody does`,
        ratio,
        bounds: [
          { of: "ratio while they listen", is: ratio, atMost: 2 },
          {
            of: "ratio while all of them come at once",
            is: rounded(theyCome.p99 / nobodyListens.p99),
            atMost: 5,
          },
        ],
        figures: {
          factsPerS: facts.perS,
          callbacksOpenInTheEnd: open,
          megabytesSent: rounded(bytes / 1e6),
          delayOfFactsMs: { theyListen, theyCome, nobodyListens },
        },
      };
    } finally {
      await api.close();
      await store.close();
    }
  });

function callersWhoSayYes(callers: number): TimedReport[] {
  return Array.from({ length: callers }, (_, n) => {
    const at = morning + n * 40;
    const call = `call-${n}`;
    const { id: skill } = patient.skills[n % patient.skills.length]!;
    const number = `+57300${String(1_000_000 + n)}`;
    const consent = { prompt: "question-choice@1", key: "1" };
    return [
      { at, report: { type: "call-arrived", call, skill, number } },
      { at, report: { type: "question-began", call } },
      { at, report: { type: "choice-made", call, choice: "yes", source: "key", consent } },
      { at, report: { type: "call-ended", call } },
    ] satisfies TimedReport[];
  }).flat();
}

function liveOf({ id, name, simulated }: OperationRecord, state: State): LiveView {
  const skills = state.settings.skills.map((skill) => {
    const line = state.skills.get(skill.id);
    return {
      id: skill.id,
      name: skill.name,
      target: skill.target,
      line: { live: line?.live.size ?? 0, callbacks: line?.open ?? 0, returning: 0 },
      freeAgents: line?.freeAgents ?? 0,
      outlook: null,
      auto: null,
      today: { answeredWithin: 0, offered: 0 },
      holdOut: { rate: 0, heldOut: 0 },
    };
  });
  return { version: "bench", operations: [{ id, name, timeZone, simulated, generation: null, skills }] };
}

export function byToken(token: string): StreamAsker {
  return { path: "/v1/stream", headers: { authorization: `Bearer ${token}` } };
}

/** As the page asks, each in a session of its own. */
async function pagesOf(
  store: Store,
  { id: operation }: OperationRecord,
  count: number,
): Promise<StreamAsker[]> {
  const { id: user } = await addUser(
    store,
    "supervisor",
    { operation: String(operation), role: "supervisor" },
    { by: OWNER, now: 0 },
  );
  const pages: StreamAsker[] = [];
  for (let n = 0; n < count; n++) {
    const secret = `bench-${n}`;
    await store.accounts.addSession({
      id: secret,
      secretHash: hashOf(secret),
      user,
      beganAt: 0,
      endsAt: null,
      address: "127.0.0.1",
      browser: "bench",
    });
    pages.push({ path: "/v1/stream?callers=true", headers: { cookie: `${SESSION.onLoopback}=${secret}` } });
  }
  return pages;
}

/** Those who listen, in a process of their own. Fulfilled when each of them has what there was. */
export async function listen(
  port: number,
  askers: readonly StreamAsker[],
): Promise<{ leave(): Promise<number> }> {
  const client = fileURLToPath(new URL("./listening-client.ts", import.meta.url));
  const child = spawn(process.execPath, [client, JSON.stringify({ port, askers })], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    leave: async () => {
      child.stdin.end();
      return Number((await lines.next()).value);
    },
  };
}
