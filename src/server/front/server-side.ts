import type { PromptsPlace } from "../../api/accounts/prompts/prompt-desk.ts";
import type { LiveView } from "../../api/live-view.ts";
import type { NodesSeen } from "../../desk/nodes-seen.ts";

/** What the front asks the thread that decides, besides its operations; arguments and answers are plain data. */
export interface ServerSide {
  live(): Promise<LiveView>;
  /** What is not ready yet, each a sentence; none: ready. */
  readiness(): Promise<readonly string[]>;
  /** What does not work for calls although the server is ready, each a sentence. */
  degraded(): Promise<readonly string[]>;
  /** Whether the file or the page decides the skills of an operation, by its name. */
  rulesOf(operation: string): Promise<"file" | "page">;
  /** The nodes and what each runs; `null` where this server is none. */
  nodes(): Promise<NodesSeen | null>;
  /** Where the sounds are that callers of an operation hear, by its name. */
  promptsOf(operation: string): Promise<PromptsPlace>;
}

/** A question of the front, as a message. */
export interface ServerMessage {
  readonly ask: keyof ServerSide;
  readonly given: readonly unknown[];
}

/** The thread that decides, as another thread sees it. `carry` takes a message there and gives the result. */
export function serverSideBeyond(carry: (message: ServerMessage) => Promise<unknown>): ServerSide {
  const asking =
    <Name extends keyof ServerSide>(ask: Name) =>
    (...given: Parameters<ServerSide[Name]>) =>
      carry({ ask, given }) as ReturnType<ServerSide[Name]>;
  return {
    live: asking("live"),
    readiness: asking("readiness"),
    degraded: asking("degraded"),
    rulesOf: asking("rulesOf"),
    nodes: asking("nodes"),
    promptsOf: asking("promptsOf"),
  };
}

/** Answers a message in the thread that decides. */
export function askedHere(server: ServerSide, { ask, given }: ServerMessage): Promise<unknown> {
  return (server[ask] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
}
