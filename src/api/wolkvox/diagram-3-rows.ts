import type { RowWriter, TreatedCall } from "../../journal/report-rows.ts";
import { LocalClock } from "../../time/local-clock.ts";
import { duration, durationBetween } from "./duration.ts";
import { numberAsTold } from "./number-as-told.ts";

export interface Diagram3Options {
  readonly timeZone: string;
  readonly masksNumbers: boolean;
}

/**
 * Rows of `diagram_3`, one for each treated call, members in the documented order. Written by hand rather than through
 * an object, because there may be 60,000: only numbers can hold what JSON must escape.
 */
export function writerOf({ timeZone, masksNumbers }: Diagram3Options): RowWriter<TreatedCall> {
  const inbound = new LocalClock(timeZone);
  const outbound = new LocalClock(timeZone);
  const told = (number: string | null) => JSON.stringify(numberAsTold(number, masksNumbers));
  return ([
    skill,
    arrivedAt,
    callEndedAt,
    callerNumber,
    status,
    attempts,
    dialledAt,
    callbackEndedAt,
    callee,
    connectedMs,
  ]) => {
    const endedAt = status === null ? callEndedAt : callbackEndedAt;
    return (
      `{"skill_id":"${skill}","date_inbound_call":"${inbound.format(arrivedAt)}",` +
      `"date_last_outbound_call":"${dialledAt === null ? "" : outbound.format(dialledAt)}",` +
      `"status":"${status ?? "NO"}","attempts":"${attempts ?? 0}","ani":${told(callerNumber)},` +
      `"dial_phone":${told(callee)},"time_between_calls":"${durationBetween(arrivedAt, dialledAt)}",` +
      `"time":"${durationBetween(arrivedAt, endedAt)}","billed_minutes":"${duration(dialledAt === null ? null : (connectedMs ?? 0))}",` +
      `"customer_id":""}`
    );
  };
}
