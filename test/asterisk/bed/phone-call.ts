import { addresses } from "./configuration.ts";
import type { Ear, EarSettings } from "./ear.ts";
import type { Order, Refusing } from "./scenarios.ts";
import { header, type SipMessage } from "./sip-record.ts";
import { until } from "./until.ts";

/** What a phone does by itself; times count from the first INVITE, those of the conversation from the answer. */
export interface Behaviour extends EarSettings {
  /** Answers nothing, not even `100`: as if there were no phone. */
  readonly dead?: boolean;
  /** When it begins to ring; `null`: it never says so. At once if not said. */
  readonly ringAfterMs?: number | null;
  /** Sends sound before the answer (183). */
  readonly earlyMediaAfterMs?: number;
  /** Refuses with this status. */
  readonly refuse?: { readonly status: 486 | 603 | 404 | 503 | 480; readonly afterMs: number };
  /** `null` or not said: never answers. */
  readonly answerAfterMs?: number | null;
  readonly keys?: readonly { readonly afterMs: number; readonly key: string }[];
  /** `null` or not said: stays until the other side hangs up. */
  readonly hangUpAfterMs?: number | null;
  /** False: sends no sound packets at all before a key. */
  readonly sendsSound?: boolean;
}

/** What a phone saw and did, by SIPp's own record (keys: by the moment they were pressed). */
interface PhoneEvent {
  readonly at: number;
  readonly what:
    | "invited"
    | "ringing"
    | "early-media"
    | "answered"
    | "refused"
    | "key"
    | "held"
    | "transferred"
    | "cancelled"
    | "hung-up";
  /** Who did it. */
  readonly by: "phone" | "exchange";
  /** The status of a refusal, the key pressed. */
  readonly detail?: string;
}

/** One call of one phone. */
export class PhoneCall {
  readonly callId: string;
  /** Its own number (who calls), or the one dialled (who is called). */
  readonly number: string;
  /** Every message of the call, repetitions included, without the bed's own orders. */
  readonly messages: SipMessage[] = [];
  readonly ear: Ear;
  readonly #called: boolean;
  readonly #behaviour: Behaviour;
  readonly #tell: (order: Order, headers: Record<string, string>) => void;
  readonly #keys: PhoneEvent[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #sequence = 1;
  #answered = false;
  #over = false;

  constructor(
    callId: string,
    number: string,
    called: boolean,
    behaviour: Behaviour,
    ear: Ear,
    tell: (order: Order, headers: Record<string, string>) => void,
  ) {
    this.callId = callId;
    this.number = number;
    this.#called = called;
    this.#behaviour = behaviour;
    this.ear = ear;
    ear.be(behaviour);
    this.#tell = tell;
    if (!called) return;
    const { ringAfterMs = 0, earlyMediaAfterMs, answerAfterMs, refuse, dead } = behaviour;
    if (dead === true) return;
    if (ringAfterMs !== null) this.#after(ringAfterMs, () => this.#order("RING"));
    if (earlyMediaAfterMs !== undefined) this.#after(earlyMediaAfterMs, () => this.#order("PROGRESS"));
    if (refuse !== undefined)
      this.#after(refuse.afterMs, () => this.#order(`REFUSE${refuse.status}` satisfies Refusing));
    if (typeof answerAfterMs === "number") this.#after(answerAfterMs, () => this.answer());
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms).unref());
  }

  #order(order: Order, headers: Record<string, string> = {}): void {
    if (this.#over) return;
    this.#sequence++;
    this.#tell(order, { "X-CSeq": `${this.#sequence}`, "X-Media": `${this.ear.port}`, ...headers });
  }

  /** Takes in what SIPp wrote down; for the one who follows the record. */
  see(message: SipMessage): void {
    if (header(message, "X-CSeq") !== "") return;
    this.messages.push(message);
    const media = message.text.match(/^m=audio (\d+)/m)?.[1];
    if (!message.sent && media !== undefined && media !== "0") {
      const at = message.text.match(/^c=IN IP4 (\S+)/m)?.[1] ?? addresses.asterisk;
      this.ear.speakTo(at, Number(media), this.#behaviour.sendsSound ?? true);
    }
    // The call stands from the ACK on: only then can SIPp take an order about the conversation.
    if (!this.#answered && message.method === "ACK" && this.event("answered") !== undefined) {
      this.#answered = true;
      for (const { afterMs, key } of this.#behaviour.keys ?? []) this.#after(afterMs, () => this.press(key));
      const { hangUpAfterMs } = this.#behaviour;
      if (typeof hangUpAfterMs === "number") this.#after(hangUpAfterMs, () => this.hangUp());
    }
    if (this.ended) this.finish();
  }

  /** No more is to come: timers end, the ear closes. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.ear.close();
  }

  /** What happened so far, in order. */
  events(): PhoneEvent[] {
    const found: PhoneEvent[] = [...this.#keys];
    const once = new Set<string>();
    const note = (message: SipMessage, what: PhoneEvent["what"], detail?: string) => {
      const key = `${what} ${header(message, "CSeq")}`;
      if (once.has(key)) return;
      once.add(key);
      const by = message.sent ? "phone" : "exchange";
      found.push({ at: message.at, what, by, ...(detail === undefined ? {} : { detail }) });
    };
    let stands = false;
    for (const message of this.messages) {
      const { status, method } = message;
      if (method === "BYE" && status === undefined) note(message, "hung-up");
      else if (method === "CANCEL" && status === undefined) note(message, "cancelled");
      else if (method === "REFER" && status === undefined) note(message, "transferred");
      else if (method === "INVITE" && stands) {
        if (status === undefined && message.text.includes("a=sendonly")) note(message, "held");
      } else if (method === "INVITE") {
        if (status === undefined) note(message, "invited");
        else if (status === 180) note(message, "ringing");
        else if (status === 183) note(message, "early-media");
        else if (status >= 200 && status < 300) {
          note(message, "answered");
          stands = true;
        } else if (status >= 300) note(message, "refused", `${status}`);
      }
    }
    return found.sort((a, b) => a.at - b.at);
  }

  /** The first event of this kind, if it has come. */
  event(what: PhoneEvent["what"]): PhoneEvent | undefined {
    return this.events().find((event) => event.what === what);
  }

  /** True when the call is over: hung up by either side, refused, or cancelled and so answered. */
  get ended(): boolean {
    return this.#over || this.events().some(({ what }) => what === "hung-up" || what === "refused");
  }

  /** Waits for an event of this kind, at most `boundMs`. */
  until(what: PhoneEvent["what"], boundMs: number): Promise<PhoneEvent> {
    return until(`${what} at the phone of ${this.number}`, boundMs, () => this.event(what));
  }

  /** Waits for the end and gives the event that was it. */
  end(boundMs: number): Promise<PhoneEvent> {
    return until(`the end of the call of ${this.number}`, boundMs, () =>
      this.events().find(({ what }) => what === "hung-up" || what === "refused"),
    );
  }

  answer(): void {
    this.#order("PICKUP");
  }

  press(key: string): void {
    if (this.#over) return;
    this.ear.press(key);
    this.#keys.push({ at: Date.now(), what: "key", by: "phone", detail: key });
  }

  /** Hangs up; before the answer, who calls cancels and who is called declines. */
  hangUp(): void {
    if (this.#answered) this.#order("HANGUP");
    else this.#order(this.#called ? "REFUSE603" : "GIVEUP");
  }

  hold(): void {
    this.#order("HOLD");
  }

  resume(): void {
    this.#order("RESUME");
  }

  /** Blind transfer by REFER to an extension of the exchange. */
  transfer(extension: string): void {
    this.#order("TRANSFER", { "X-To": extension });
  }

  /** Attended transfer: the other side of this call is to talk to the other side of `consultation`. */
  transferInto(consultation: PhoneCall): void {
    const confirmed = consultation.messages.find(({ status }) => status === 200);
    if (confirmed === undefined) throw new Error(`the call of ${consultation.number} does not stand`);
    const tag = (name: string) => header(confirmed, name).match(/;tag=([^;\s]+)/)?.[1] ?? "";
    const called = consultation.#called;
    const [exchange, phone] = called ? [tag("From"), tag("To")] : [tag("To"), tag("From")];
    const replaces = `${consultation.callId};to-tag=${exchange};from-tag=${phone}`;
    this.#order("TRANSFER", {
      "X-To": consultation.number,
      "X-Replaces": `?Replaces=${encodeURIComponent(replaces)}`,
    });
  }
}
