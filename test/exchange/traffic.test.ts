import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import {
  configuredTraffic,
  type TrafficConfiguration,
  usualCallers,
} from "../../src/exchange/simulated/traffic/configured-traffic.ts";
import { usualDayCurve } from "../../src/exchange/simulated/traffic/day-curve.ts";
import type { SimulatedCaller, Traffic } from "../../src/exchange/simulated/traffic/traffic.ts";

const BOGOTA = "America/Bogota";
const DAY_MS = 86_400_000;
const skill = { skill: 7, callsPerDay: 1_000, meanHandleMs: 240_000, meanPatienceMs: 180_000 };

function midnight(date: string, timeZone = BOGOTA): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}

function configuration(
  from: string,
  days: number,
  more: Partial<TrafficConfiguration> = {},
): TrafficConfiguration {
  const timeZone = more.timeZone ?? BOGOTA;
  const to = Temporal.PlainDate.from(from).add({ days }).toString();
  return {
    seed: 1,
    timeZone,
    skills: [skill],
    from: midnight(from, timeZone),
    to: midnight(to, timeZone),
    ...more,
  };
}

function all(traffic: Traffic): SimulatedCaller[] {
  const callers: SimulatedCaller[] = [];
  for (let next = traffic.next(); next; next = traffic.next()) callers.push(next);
  return callers;
}

/** All that a caller will do, as plain data. */
function plain(caller: SimulatedCaller): unknown {
  const { redial } = caller;
  const again = redial?.call(caller.at + 1);
  return {
    ...caller,
    returnCall: [caller.returnCall(1), caller.returnCall(2)],
    redial: redial && [
      redial.afterAbandonMs,
      redial.afterYesMs,
      again?.call,
      again?.patienceMs,
      again?.number,
    ],
  };
}

test("a share of those who phone is in each class, a person in the same one in all calls, and nothing else changes", () => {
  const classes = [
    { class: { name: "vip", creditMs: 180_000 }, share: 0.1 },
    { class: { name: "plus", creditMs: 30_000 }, share: 0.2 },
  ];
  const days = (callers: TrafficConfiguration["callers"]) =>
    all(configuredTraffic(configuration("2026-01-05", 14, { callers: { customers: 500, ...callers } })));
  const callers = days({ classes });
  const shareOf = (name: string | undefined) =>
    callers.filter((caller) => caller.class?.name === name).length / callers.length;
  assert.ok(Math.abs(shareOf("vip") - 0.1) < 0.05);
  assert.ok(Math.abs(shareOf("plus") - 0.2) < 0.07);
  const known = new Map<string, string | undefined>();
  for (const { number, class: one, redial } of callers) {
    if (number === null) continue;
    if (known.has(number)) assert.equal(known.get(number), one?.name);
    known.set(number, one?.name);
    assert.equal(redial?.call(0).class?.name ?? one?.name, one?.name);
  }
  assert.deepEqual(
    callers.map((caller) => {
      const { class: _, ...rest } = caller;
      return plain(rest);
    }),
    days({}).map(plain),
  );
});

const halfYear = all(configuredTraffic(configuration("2026-01-05", 182)));
const isWorkday = (at: number) => zoned(at).dayOfWeek < 6;

function zoned(at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(BOGOTA);
}

test("a day's callers are the same wherever the traffic begins and ends, and other days and seeds bring others", () => {
  const whole = all(configuredTraffic(configuration("2026-03-02", 3))).map(plain);
  const second = all(configuredTraffic(configuration("2026-03-03", 1))).map(plain);
  const [from, to] = [midnight("2026-03-03"), midnight("2026-03-04")];
  const between = (caller: unknown) => {
    const { at } = caller as SimulatedCaller;
    return at >= from && at < to;
  };
  assert.deepEqual(whole.filter(between), second);
  const afternoon = all(
    configuredTraffic({ ...configuration("2026-03-03", 1), from: from + DAY_MS / 2 }),
  ).map(plain);
  assert.deepEqual(
    second.filter((caller) => (caller as SimulatedCaller).at >= from + DAY_MS / 2),
    afternoon,
  );
  const otherSeed = all(configuredTraffic(configuration("2026-03-03", 1, { seed: 2 }))).map(plain);
  assert.notDeepEqual(otherSeed, second);
});

test("arrivals ascend and call ids are unique, also of those who phone again", () => {
  const ids = new Set<string>();
  let before = 0;
  for (const caller of halfYear) {
    assert.ok(caller.at >= before);
    before = caller.at;
    for (const call of [
      caller.call,
      caller.redial!.call(0).call,
      caller.redial!.call(0).redial!.call(0).call,
    ]) {
      assert.ok(!ids.has(call) && !call.includes("~"), call);
      ids.add(call);
    }
  }
});

test("traffic without end goes on day after day", () => {
  const traffic = configuredTraffic({ ...configuration("2026-03-02", 1), to: null });
  let last = traffic.next()!;
  for (let i = 0; i < 3_000; i++) last = traffic.next()!;
  assert.ok(last.at > midnight("2026-03-04"));
});

test("a rush brings its calls on top of those that come anyway, while it lasts", () => {
  const usual = configuration("2026-03-02", 2);
  const [from, to] = [midnight("2026-03-02") + 0.99 * DAY_MS, midnight("2026-03-03") + 0.01 * DAY_MS];
  const rushed = { ...usual, skills: [{ ...skill, rushPerHour: 1_200 }], rush: { from, to } };
  const expected = new Map(all(configuredTraffic(usual)).map((caller) => [caller.call, plain(caller)]));
  const found = all(configuredTraffic(rushed));
  const more = found.filter(({ call }) => !expected.has(call));
  assert.deepEqual(found.filter(({ call }) => expected.has(call)).map(plain), [...expected.values()]);
  assert.ok(more.every(({ at }) => at >= from && at < to));
  // Nearly half an hour at 1,200 an hour.
  assert.ok(Math.abs(more.length - 576) < 100, String(more.length));
  assert.deepEqual(
    found.map(({ at }) => at),
    found.map(({ at }) => at).toSorted((a, b) => a - b),
  );
  assert.equal(new Set(found.map(({ call }) => call)).size, found.length);
});

test("a skill without calls brings none, without end as well", () => {
  const none = { ...configuration("2026-03-02", 2), skills: [{ ...skill, callsPerDay: 0 }] };
  assert.equal(configuredTraffic({ ...none, to: null }).next(), null);
  assert.deepEqual(all(configuredTraffic(none)), []);
});

test("volumes of days have the mean and the variation that are configured, and weekends their share", () => {
  const perDay = new Map<string, number>();
  for (const { at } of halfYear)
    perDay.set(String(zoned(at).toPlainDate()), (perDay.get(String(zoned(at).toPlainDate())) ?? 0) + 1);
  const days = [...perDay].map(([date, calls]) => ({
    weekday: Temporal.PlainDate.from(date).dayOfWeek,
    calls,
  }));
  // Variance of a Poisson count with a lognormal factor of mean 1.
  const deviation = (expected: number) =>
    Math.sqrt(expected + expected ** 2 * Math.expm1(usualCallers.dayDeviation ** 2));
  for (const [weekdays, share] of [
    [[1, 2, 3, 4, 5], 1],
    [[6], usualCallers.saturdayShare],
    [[7], usualCallers.sundayShare],
  ] as const) {
    const counts = days
      .filter(({ weekday }) => (weekdays as readonly number[]).includes(weekday))
      .map(({ calls }) => calls);
    const expected = skill.callsPerDay * share;
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    assert.ok(
      Math.abs(mean - expected) < (4 * deviation(expected)) / Math.sqrt(counts.length),
      `weekdays ${weekdays.join()}: ${mean}`,
    );
    const spread = Math.sqrt(counts.reduce((sum, count) => sum + (count - expected) ** 2, 0) / counts.length);
    const tolerance = 4 / Math.sqrt(2 * counts.length);
    assert.ok(
      Math.abs(spread / deviation(expected) - 1) < tolerance,
      `weekdays ${weekdays.join()}: deviation ${spread}`,
    );
  }
});

test("the hours of a day have the shares of the curve", () => {
  const total = usualDayCurve.reduce((sum, weight) => sum + weight, 0);
  const counts = Array.from({ length: 24 }, () => 0);
  for (const { at } of halfYear) counts[zoned(at).hour]!++;
  for (const [hour, count] of counts.entries()) {
    // Straight lines between the middles of hours: half an hour is a quarter way to its neighbour.
    const [before, at, after] = [-1, 0, 1].map((step) => usualDayCurve[(hour + step + 24) % 24]!);
    const expected = ((before! + 6 * at! + after!) / 8 / total) * halfYear.length;
    assert.ok(
      Math.abs(count - expected) < 5 * Math.sqrt(expected),
      `hour ${hour}: ${count} instead of ${expected}`,
    );
  }
});

test("on a day with a missing hour nobody phones in it, and an hour that comes twice brings twice the calls", () => {
  const traffic = (date: string) =>
    all(
      configuredTraffic(
        configuration(date, 1, {
          timeZone: "Europe/Madrid",
          skills: [{ ...skill, callsPerDay: 24_000, hourly: usualDayCurve.map(() => 1) }],
          callers: { dayDeviation: 0, sundayShare: 1 },
        }),
      ),
    ).length;
  // 29 March 2026 has 23 hours, 25 October 25.
  for (const [date, hours] of [
    ["2026-03-29", 23],
    ["2026-04-05", 24],
    ["2026-10-25", 25],
  ] as const)
    assert.ok(Math.abs(traffic(date) - hours * 1_000) < 4 * Math.sqrt(hours * 1_000), date);
});

test("callers talk, wait, accept, redial and show numbers as configured", () => {
  const callers = halfYear.filter(({ at }) => isWorkday(at)).slice(0, 100_000);
  const n = callers.length;
  const mean = (of: (caller: SimulatedCaller) => number) =>
    callers.reduce((sum, one) => sum + of(one), 0) / n;
  const isNear = (measured: number, expected: number, deviation: number, what: string) =>
    assert.ok(
      Math.abs(measured - expected) < (4 * deviation) / Math.sqrt(n),
      `${what}: ${measured}, not ${expected}`,
    );
  isNear(
    mean(({ handleMs }) => handleMs),
    240_000,
    0.9 * 240_000,
    "handle time",
  );
  isNear(
    mean(({ patienceMs }) => patienceMs),
    180_000,
    Math.SQRT2 * 180_000,
    "patience",
  );
  const share = (is: (caller: SimulatedCaller) => boolean, expected: number, what: string) =>
    isNear(
      mean((one) => (is(one) ? 1 : 0)),
      expected,
      Math.sqrt(expected * (1 - expected)),
      what,
    );
  share(({ question }) => question.does === "yes", usualCallers.acceptedShare, "accepted");
  share(({ question }) => question.does === "hang-up", usualCallers.hangUpShare, "hung up");
  share(({ redial }) => redial!.afterAbandonMs !== null, usualCallers.redialShare, "redials");
  share(({ redial }) => redial!.afterYesMs !== null, usualCallers.impatientShare, "redials after yes");
  share((one) => one.returnCall(1).does === "confirm", usualCallers.reachedShare, "reached");
  share((one) => one.returnCall(2).does === "confirm", usualCallers.reachedLaterShare, "reached later");
  share(({ number }) => number === null, usualCallers.withheldShare, "withheld");
  share(({ unannounced }) => unannounced === true, usualCallers.unannouncedShare, "unannounced");
  share(({ queueKey }) => queueKey !== undefined, usualCallers.queueKeyShare, "key in the queue");
  share((one) => one.returnCall(1).later !== undefined, usualCallers.snoozedShare, "asks to be called later");
  share(({ question }) => question.details!.later !== null, usualCallers.laterShare, "picks a later time");
  share(({ question }) => question.details!.saysName, usualCallers.nameShare, "says their name");
  const stops = (how: string) => (one: SimulatedCaller) => one.question.details!.stops?.how === how;
  share(stops("silent"), usualCallers.fallsSilentShare, "falls silent");
  share(stops("hang-up"), usualCallers.breaksOffShare, "breaks off");
  const { otherNumberShare, withheldShare } = usualCallers;
  const keys = withheldShare + (1 - withheldShare) * otherNumberShare;
  share(({ question }) => question.details!.keys.length > 0, keys, "keys a number");
});

test("numbers that are keyed are mobiles as people key them, but for the share that may not be called", () => {
  const keyed = halfYear.flatMap(({ question }) => question.details!.keys);
  const kinds = keyed.map((number) => {
    assert.match(number, /^\d{7,11}$/);
    const parsed = parsePhoneNumberFromString(number, "CO");
    return parsed?.isValid() ? parsed.getType() : "none";
  });
  const share = (kind: string) => kinds.filter((one) => one === kind).length;
  assert.equal(share("MOBILE") + share("none") + share("PREMIUM_RATE"), keyed.length);
  const expected = (usualCallers.badNumberShare / 2) * keyed.length;
  for (const kind of ["none", "PREMIUM_RATE"])
    assert.ok(Math.abs(share(kind) - expected) < 5 * Math.sqrt(expected), `${share(kind)} ${kind}`);
});

test("a caller who shows no number always has one to key", () => {
  for (const { number, question } of halfYear)
    if (number === null) assert.ok(question.details!.keys.length > 0);
});

test("agents pass callers on to other skills of the operation, as often as configured, and nobody where there is one skill", () => {
  assert.ok(halfYear.every(({ transfer }) => transfer === undefined));
  const skills = [1, 2, 3].map((id) => ({ ...skill, skill: id }));
  const callers = all(configuredTraffic(configuration("2026-03-02", 30, { skills })));
  const passed = callers.filter(({ transfer }) => transfer !== undefined);
  const expected = usualCallers.transferShare * callers.length;
  assert.ok(
    Math.abs(passed.length - expected) < 4 * Math.sqrt(expected),
    `${passed.length}, not ${expected}`,
  );
  for (const { transfer, skill: from, handleMs } of passed) {
    assert.ok(transfer!.to !== from && [1, 2, 3].includes(transfer!.to));
    assert.ok(transfer!.afterMs <= handleMs);
  }
});

test("numbers shown are valid mobiles of the country, but for the shares of foreign and invalid ones; customers phone again", () => {
  const kinds = { own: 0, foreign: 0, invalid: 0 };
  const seen = new Map<string, number>();
  const shown = halfYear.slice(0, 20_000).flatMap(({ number }) => (number === null ? [] : [number]));
  for (const number of shown) {
    const parsed = parsePhoneNumberFromString(number, "CO");
    if (!parsed?.isValid()) kinds.invalid++;
    else if (parsed.country === "CO") {
      assert.equal(parsed.getType(), "MOBILE");
      assert.equal(parsed.number, number);
      kinds.own++;
      seen.set(number, (seen.get(number) ?? 0) + 1);
    } else kinds.foreign++;
  }
  const { foreignShare, invalidShare, withheldShare } = usualCallers;
  for (const [count, share] of [
    [kinds.foreign, foreignShare],
    [kinds.invalid, invalidShare],
  ] as const) {
    const expected = (share / (1 - withheldShare)) * shown.length;
    assert.ok(Math.abs(count - expected) < 5 * Math.sqrt(expected), `${count} instead of ${expected}`);
  }
  const repeated = [...seen.values()].filter((times) => times > 1).length / seen.size;
  assert.ok(repeated > 0.1 && repeated < 0.6, `${repeated} of the customers phoned more than once`);
});

test("callers have mobile numbers of the country that they are said to be in", () => {
  for (const country of ["ES", "MX", "AR", "US", "BR", "CL", "GB"]) {
    const given = configuration("2026-03-02", 2, {
      callers: { country, foreignShare: 0.2, invalidShare: 0 },
    });
    const shown = all(configuredTraffic(given)).flatMap(({ number }) => number ?? []);
    const own = shown.filter((number) => {
      const parsed = parsePhoneNumberFromString(number);
      assert.ok(parsed, number);
      assert.ok(parsed.isValid(), number);
      return parsed.country === country && /MOBILE/.test(parsed.getType()!);
    });
    assert.ok(
      Math.abs(own.length / shown.length - 0.8) < 0.1,
      `${country}: ${own.length} of ${shown.length}`,
    );
    assert.ok(new Set(own).size > own.length / 4, "they are many");
  }
});

test("a customer is found again by their callback alone, as they were in their call", () => {
  const skills = [skill, { ...skill, skill: 8 }];
  const given = configuration("2026-03-02", 1, { skills, callers: { transferShare: 0.3 } });
  const traffic = configuredTraffic(given);
  for (const caller of all(configuredTraffic(given)).slice(0, 200)) {
    const customer = traffic.customer(caller.call, caller.skill);
    assert.equal(customer.handleMs, caller.handleMs);
    for (const n of [1, 2, 3]) assert.deepEqual(customer.returnCall(n), caller.returnCall(n));
    assert.deepEqual(customer.transfer, caller.transfer);
  }
});
