import { type Complain, countBy, type Evidence } from "./evidence.ts";

/** 5. What a supervisor was told is durable, said once, and what becomes of the callback. */
export function judgeSupervisors(evidence: Evidence, complain: Complain): void {
  judgeAnswers(evidence, complain);
  judgeCancelled(evidence, complain);
  judgeMoved(evidence, complain);
  judgeCalledNow(evidence, complain);
  judgeLater(evidence, complain);
}

function judgeAnswers(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const events = evidence.events("supervisor-answered");
  const answered = chronicle.supervisions.filter((one) => one.answered !== null);
  if (events.length < answered.length || events.length > chronicle.supervisions.length)
    complain(
      5,
      `${events.length} orders are in the journal, of ${chronicle.supervisions.length} given and ${answered.length} answered`,
    );
  for (const [order, times] of countBy(events, ({ order }) => order))
    if (times > 1) complain(5, `order ${order} was answered ${times} times`);
  for (const { why } of events) if (/\d{4}/.test(why)) complain(7, `the journal holds a number: ${why}`);
  for (const { callback, act, asked, answered: answer } of answered) {
    const isDurable = events.some(
      (event) =>
        event.callback === callback &&
        event.act.type === act.type &&
        event.outcome === answer!.outcome &&
        chronicle.durableAt(event.seq).ordinal > asked.ordinal &&
        chronicle.durableAt(event.seq).ordinal <= answer!.ordinal,
    );
    if (!isDurable)
      complain(5, `a supervisor was told ${answer!.outcome} of ${callback} before that was durable`);
  }
}

/** Who was cancelled is not dialled any more, and a phone that rings stops. */
function judgeCancelled(evidence: Evidence, complain: Complain): void {
  const { chronicle, dials } = evidence;
  for (const { callback, answered } of evidence.doneOrders("cancel")) {
    for (const dial of dials)
      if (dial.callback === callback && dial.ordinal > answered.ordinal)
        complain(2, `${dial.attempt} was dialled after a supervisor had cancelled it`);
    if (!evidence.faultless) continue;
    const end = evidence.events("callback-ended").find((event) => event.callback === callback);
    const onTheirWay = chronicle.rings.some(
      ({ attempt, how, until }) =>
        attempt.startsWith(`${callback}~`) &&
        how === "picked-up" &&
        until! <= answered.at + 2 &&
        (chronicle.ends.get(attempt) ?? Number.POSITIVE_INFINITY) >= answered.at,
    );
    if (!onTheirWay && end?.reason !== "cancelled")
      complain(5, `callback ${callback} was cancelled and ended ${end?.status} (${end?.reason})`);
  }
}

/** Who was moved is not dialled before that time, and for the skill in whose line they stand. */
function judgeMoved(evidence: Evidence, complain: Complain): void {
  const { dials } = evidence;
  if (evidence.clockWrongMs > 0) return;
  for (const { callback, act, asked, answered } of evidence.doneOrders("move")) {
    const until = evidence.chronicle.supervisions
      .filter((one) => one.callback === callback && one.asked.ordinal > asked.ordinal)
      .reduce((first, one) => Math.min(first, one.asked.ordinal), Number.POSITIVE_INFINITY);
    for (const dial of dials) {
      if (dial.callback !== callback || dial.ordinal < answered.ordinal || dial.ordinal > until) continue;
      if (act.notBefore !== undefined && dial.at < act.notBefore && evidence.reportsSound)
        complain(
          5,
          `${dial.attempt} was dialled ${act.notBefore - dial.at} ms before the time it was moved to`,
        );
      if (act.skill !== undefined && dial.skill !== act.skill)
        complain(5, `${dial.attempt} was dialled for skill ${dial.skill} after a move to ${act.skill}`);
    }
  }
}

/** Who is to be called now is dialled now. */
function judgeCalledNow(evidence: Evidence, complain: Complain): void {
  if (!evidence.faultless) return;
  for (const { callback, asked } of evidence.doneOrders("call-now")) {
    const dialled = evidence.dials.some((dial) => dial.callback === callback && dial.at === asked.at);
    const refused = evidence
      .events("attempt-ended")
      .some(
        ({ callback: of, factAt, result }) =>
          of === callback && factAt === asked.at && result !== "withdrawn",
      );
    if (!dialled && !refused) complain(5, `callback ${callback} was to be called now and was not dialled`);
  }
}

/** Who asked to be called later is not dialled sooner, unless a supervisor wants it. */
function judgeLater(evidence: Evidence, complain: Complain): void {
  if (!evidence.faultless) return;
  const ordered = new Set(evidence.chronicle.supervisions.map(({ callback }) => callback));
  for (const { at, report } of evidence.chronicle.reports) {
    const laterMs = "laterMs" in report ? (report.laterMs ?? null) : null;
    if (laterMs === null) continue;
    const callback =
      report.type === "choice-made"
        ? report.call
        : report.type === "attempt-progressed"
          ? report.attempt.slice(0, report.attempt.lastIndexOf("~"))
          : null;
    if (callback === null || ordered.has(callback)) continue;
    for (const dial of evidence.dials)
      if (dial.callback === callback && dial.at > at && dial.at < at + laterMs)
        complain(
          5,
          `${dial.attempt} was dialled ${at + laterMs - dial.at} ms sooner than its customer asked for`,
        );
  }
}
