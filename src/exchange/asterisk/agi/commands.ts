import type { Reply } from "./replies.ts";
import type { AgiSession } from "./session.ts";

/** What takes commands. */
export type Agi = Pick<AgiSession, "command" | "hungUp">;

/** What is done at once, ms: measured below 1, with room for a busy machine. */
const QUICK_MS = 1_000;
/** Answering waits for the caller's first packet, measured half a second. */
const ANSWER_MS = 2_000;

/** All keys of a phone. Nothing is buffered in Asterisk: a key that is not listed as escape digit is lost. */
export const ALL_DIGITS = "0123456789*#";

/** An argument of a command. Within the quotes only `"` and `\` mean something. */
export function quoted(argument: string): string {
  return `"${argument.replace(/["\\]/g, "\\$&")}"`;
}

/** Answers the call, when it is not yet. Whether it is up. */
export async function answer(agi: Agi): Promise<boolean> {
  return succeeded(await agi.command("ANSWER", ANSWER_MS));
}

/** How a prompt, or a wait for a key, ended. */
export interface PromptEnd {
  /** The key that ended it. */
  readonly digit: string | null;
  /** Played to its end, or until the key. */
  readonly played: boolean;
  /** There is no such file, or Asterisk cannot play it. */
  readonly missing: boolean;
  /** The call is over here: see `AgiSession.over`. */
  readonly gone: boolean;
}

/**
 * Plays a file (its path without extension), which one of `escapeDigits` stops. `longestMs` is at least its length:
 * a longer one is cut by the watchdog, and the call seated.
 */
export async function streamFile(
  agi: Agi,
  file: string,
  { escapeDigits = ALL_DIGITS, longestMs }: { escapeDigits?: string; longestMs: number },
): Promise<PromptEnd> {
  const reply = await agi.command(`STREAM FILE ${quoted(file)} ${quoted(escapeDigits)}`, longestMs);
  return heardOrMissing(agi, reply);
}

/** Waits for a key, at most `waitMs`. `played` is true. */
export async function waitForDigit(agi: Agi, waitMs: number): Promise<PromptEnd> {
  const whole = Math.max(0, Math.round(waitMs));
  return heard(await agi.command(`WAIT FOR DIGIT ${whole}`, whole + QUICK_MS));
}

/** Sets a channel variable or a writable function. Whether it was set; it can be after the caller's hang-up as well. */
export async function setVariable(agi: Agi, name: string, value: string | number): Promise<boolean> {
  const command = `SET VARIABLE ${quoted(name)} ${quoted(String(value))}`;
  return succeeded(await agi.command(command, QUICK_MS));
}

/** A channel variable; `null` when it is not set, or the call is over. */
export async function getVariable(agi: Agi, name: string): Promise<string | null> {
  return value(await agi.command(`GET VARIABLE ${quoted(name)}`, QUICK_MS));
}

/** Asterisk's number for the channel's state: 4 ringing, 6 up. `null` when it is dead. */
export async function channelStatus(agi: Agi): Promise<number | null> {
  const reply = await agi.command("CHANNEL STATUS", QUICK_MS);
  const status = Number(reply.result);
  return reply.status === "ok" && reply.result !== "" && status >= 0 ? status : null;
}

const NOTHING: PromptEnd = { digit: null, played: false, missing: false, gone: false };

function heard({ status, result }: Reply): PromptEnd {
  if (status === "rejected" || status === "unsafe") return NOTHING;
  const key = Number(result);
  if (status !== "ok" || result === "" || !(key >= 0)) return { ...NOTHING, gone: true };
  return { ...NOTHING, played: true, digit: key > 0 ? String.fromCharCode(key) : null };
}

/** A file that is missing and a caller who goes give the same reply, and the line `HANGUP` comes only after it. */
async function heardOrMissing(agi: Agi, reply: Reply): Promise<PromptEnd> {
  const first = heard(reply);
  if (!first.gone || reply.status !== "ok" || agi.hungUp || (await channelStatus(agi)) === null) return first;
  return { ...NOTHING, missing: true };
}

function succeeded(reply: Reply): boolean {
  return reply.status === "ok" && Number(reply.result) >= 0;
}

function value(reply: Reply): string | null {
  return reply.status === "ok" && reply.result === "1" ? reply.value : null;
}
