#!/usr/bin/env node
// Polls diagram_2 every five minutes and prints one line per skill. Node 18 or newer, nothing to install.
//
//   ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… node poll.mjs [--once]
//   … node poll.mjs --from 2026-11-01 [--to 2026-11-22]
import { setTimeout as sleep } from "node:timers/promises";

const ATTEMPTS = 5;

/** Asking again would bring the same answer. */
class Stopped extends Error {}

function setting(name, otherwise) {
  const value = process.env[name] || otherwise;
  if (value === undefined) throw new Stopped(`${name} is not set`);
  return value;
}

function seconds(name, otherwise, least = 0) {
  const value = setting(name, otherwise);
  if (!/^[0-9]{1,6}$/.test(value) || Number(value) < least)
    throw new Stopped(`${name} must be whole seconds from ${least} to 999999, and is ${value}`);
  return Number(value);
}

function zone(name, otherwise) {
  const timeZone = setting(name, otherwise);
  try {
    new Intl.DateTimeFormat("sv-SE", { timeZone });
  } catch {
    throw new Stopped(`${name} is no time zone that this machine knows: ${timeZone}`);
  }
  return timeZone;
}

/** What follows the option, "" where nothing does, undefined where it is not given. */
function option(name) {
  const place = process.argv.indexOf(name);
  return place === -1 ? undefined : (process.argv[place + 1] ?? "");
}

/** The days from --from to --to, both included, as `YYYYmmdd`; none where they are not given. */
function daysAsked(today) {
  const from = option("--from");
  const to = option("--to");
  if (from === undefined && to === undefined) return [];
  const [first, last] = [compactDay(from ?? ""), to === undefined ? today : compactDay(to)];
  if (!first || !last || first > last || last > today)
    throw new Stopped(
      "--from and --to are days like 2026-11-22: the first not after the last, and none after today",
    );
  const days = [first];
  while (days.at(-1) < last) days.push(dayAfter(days.at(-1)));
  return days;
}

/** A day like 2026-11-22 as `YYYYmmdd`; undefined for what is none. */
function compactDay(text) {
  const day = text.replaceAll("-", "");
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay && new Date(text).toISOString().startsWith(text) ? day : undefined;
}

function readSettings() {
  // Reports are local to the operation, wherever this machine stands.
  const timeZone = zone("ESPERA_TIME_ZONE", "America/Bogota");
  const days = daysAsked(localNow(timeZone).slice(0, 8));
  return {
    days,
    once: process.argv.includes("--once") || days.length > 0,
    url: setting("ESPERA_URL"),
    token: setting("ESPERA_TOKEN"),
    timeZone,
    // Below the 60 s after which the server stops a query.
    timeoutS: seconds("ESPERA_TIMEOUT_S", "50", 1),
    retryS: seconds("ESPERA_RETRY_S", "5"),
    intervalS: seconds("ESPERA_INTERVAL_S", "300"),
  };
}

/** The time now as `YYYYmmddHHiiss` on the operation's clock. */
function localNow(timeZone) {
  // Swedish is written like ISO 8601: 2026-11-22 10:35:00.
  return new Date().toLocaleString("sv-SE", { timeZone }).replace(/\D/g, "");
}

/** The day after a day, both as `YYYYmmdd`. */
function dayAfter(day) {
  const next = new Date(
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6)) + 1),
  );
  return next.toISOString().slice(0, 10).replaceAll("-", "");
}

/** Gives code, msg, rows and the seconds of Retry-After; code 0: no answer of this API. */
async function ask(url, token, dateEnd, timeoutS) {
  const dateIni = `${dateEnd.slice(0, 8)}000000`;
  const query = new URLSearchParams({ api: "diagram_2", date_ini: dateIni, date_end: dateEnd });
  let response;
  let text;
  try {
    response = await fetch(`${url.replace(/\/+$/, "")}/api/v2/reports_manager.php?${query}`, {
      headers: { "wolkvox-token": token },
      // The token is for this server only.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutS * 1000),
    });
    text = await response.text();
  } catch (error) {
    return { code: 0, msg: `no answer: ${error.cause?.message ?? error.message}`, rows: [] };
  }
  const header = response.headers.get("retry-after") ?? "";
  const retryAfterS = /^\d+$/.test(header) ? Number(header) : undefined;
  try {
    const { code, msg, data } = JSON.parse(text);
    // `code` is a number or a string, as the token has it.
    if (/^\d+$/.test(code)) return { code: Number(code), msg, rows: data, retryAfterS };
  } catch {
    // A proxy's page in between.
  }
  if (response.status === 200) return { code: 0, msg: "no answer: what came is not of this API", rows: [] };
  return { code: response.status, msg: "not an answer of this API", rows: [], retryAfterS };
}

/** Asks for a day that has ended, whole, or else for today until now. Gives whether there was an answer. */
async function poll(settings, endedDay) {
  const { once, url, token, timeZone, timeoutS, intervalS } = settings;
  let waitS = settings.retryS;
  for (let attempt = 1; ; attempt++) {
    const dateEnd = endedDay ? `${endedDay}235959` : localNow(timeZone);
    const { code, msg, rows, retryAfterS } = await ask(url, token, dateEnd, timeoutS);
    // The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
    if (code === 200 || (code === 404 && msg === "Validate dates entered")) {
      for (const row of rows) {
        console.log(
          [dateEnd, ...Object.entries(row).map(([member, value]) => `${member}=${value}`)].join(" "),
        );
      }
      if (rows.length === 0) console.error("no records yet");
      return true;
    }
    const trouble = code === 0 ? msg : `${code} ${msg}`;
    // Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
    const passes = [0, 408, 429].includes(code) || code >= 500 || (code === 403 && msg.includes("LIMIT"));
    if (!passes) throw new Stopped(trouble);
    const pauseS = retryAfterS ?? waitS;
    if (attempt === ATTEMPTS || (once && pauseS > intervalS)) {
      if (once) throw new Stopped(trouble);
      console.error(`${trouble}; given up until the next poll`);
      return false;
    }
    console.error(`${trouble}; again in ${pauseS} s`);
    // Up to the usual wait longer, so that clients that were refused together do not come again together.
    await sleep((pauseS + Math.random() * waitS) * 1000);
    waitS *= 2;
  }
}

try {
  const settings = readSettings();
  const today = () => localNow(settings.timeZone).slice(0, 8);
  // A report has no days within its range: each day is asked for by itself.
  for (const day of settings.days) await poll(settings, day < today() ? day : undefined);
  // The first day that was not asked for whole.
  let openDay = today();
  while (settings.days.length === 0) {
    // After midnight the day that has ended comes first: calls came after its last poll. Until it is answered it stays
    // open.
    while (openDay < today() && (await poll(settings, openDay))) openDay = dayAfter(openDay);
    await poll(settings);
    if (settings.once) break;
    await sleep(settings.intervalS * 1000);
  }
} catch (error) {
  if (!(error instanceof Stopped)) throw error;
  console.error(`stopped: ${error.message}`);
  process.exitCode = 1;
}
