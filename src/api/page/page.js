// Fills the page with what /live.json says, every two seconds while somebody looks.
const POLL_MS = 2000;
const KEPT_AS = "espera-key";

const element = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-is="${name}"]`);

function say(text, english) {
  const state = element("state");
  if (state.dataset.said === text) return;
  state.dataset.said = text;
  const inEnglish = document.createElement("span");
  inEnglish.lang = "en";
  inEnglish.textContent = english;
  state.replaceChildren(text, " ", inEnglish);
}

function fillSkill(row, skill) {
  part(row, "name").textContent = skill.name;
  part(row, "id").textContent = skill.id;
  part(row, "live").textContent = skill.line.live;
  part(row, "callbacks").textContent = skill.line.callbacks;
  part(row, "returning").textContent = skill.line.returning;
  part(row, "free").textContent = skill.freeAgents;
  const { answeredWithin, offered } = skill.today;
  const isMet = answeredWithin >= skill.target.share * offered;
  const level = part(row, "level");
  level.textContent = offered === 0 ? "–" : `${inPercent(answeredWithin / offered)} ${isMet ? "✓" : "▼"}`;
  level.className = offered === 0 ? "" : isMet ? "met" : "missed";
  part(row, "of").textContent = `${answeredWithin} / ${offered}`;
  part(row, "target").textContent = `${inPercent(skill.target.share)} / ${skill.target.withinMs / 1000} s`;
}

function inPercent(share) {
  return `${(100 * share).toLocaleString("es-CO", { maximumFractionDigits: 1 })}\u00a0%`;
}

function fillOperation(article, operation) {
  part(article, "name").textContent = operation.name;
  part(article, "simulated").hidden = !operation.simulated;
  const generation = part(article, "generation");
  generation.hidden = operation.generation === null;
  if (operation.generation) {
    const progress = generation.querySelector("progress");
    progress.max = operation.generation.total;
    progress.value = operation.generation.done;
    part(generation, "days").textContent = `${operation.generation.done} / ${operation.generation.total}`;
  }
  fillEach(article.querySelector("tbody"), "skill", operation.skills, fillSkill);
}

/** One element of the template per entry, kept from poll to poll so that focus and selection stay. */
function fillEach(parent, template, entries, fill) {
  while (parent.children.length > entries.length) parent.lastElementChild.remove();
  while (parent.children.length < entries.length) {
    parent.append(element(template).content.firstElementChild.cloneNode(true));
  }
  entries.forEach((entry, index) => {
    fill(parent.children[index], entry);
  });
}

function curlFor(at, timeZone) {
  // Swedish dates are the year, the month and the day.
  const date = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" })
    .format(at)
    .replaceAll("-", "");
  const query = `api=diagram_2&date_ini=${date}000000&date_end=${date}235959`;
  return `curl -H 'wolkvox-token: TOKEN' '${location.origin}/api/v2/reports_manager.php?${query}'`;
}

function show(view) {
  element("version").textContent = view.version;
  fillEach(element("operations"), "operation", view.operations, fillOperation);
  const [first] = view.operations;
  if (!first) return say("Todavía no hay operaciones.", "There are no operations yet.");
  element("curl").textContent = curlFor(view.at, first.timeZone);
  const dateIn = (language) =>
    new Intl.DateTimeFormat(language, { timeZone: first.timeZone, dateStyle: "long" }).format(view.at);
  say(`En marcha, ${dateIn("es-CO")}.`, `Running, ${dateIn("en-GB")}.`);
}

async function poll() {
  const key = sessionStorage.getItem(KEPT_AS);
  let isCurrent = false;
  try {
    const response = await fetch("/live.json", { headers: key ? { authorization: `Bearer ${key}` } : {} });
    const isRefused = response.status === 401 || response.status === 403;
    element("entry").hidden = !isRefused;
    if (isRefused) {
      sessionStorage.removeItem(KEPT_AS);
      element("operations").replaceChildren();
      if (response.status === 403)
        say("Ese token no puede ver las cifras.", "That token may not see the figures.");
      else if (key) say("Esa clave o ese token no sirve.", "That key or token is not valid.");
      else say("Hace falta una clave o un token.", "A key or a token is needed.");
    } else if (response.ok) {
      show(await response.json());
      isCurrent = true;
    } else {
      say("El servidor no puede responder ahora.", "The server cannot answer now.");
    }
  } catch {
    say("Sin conexión con el servidor.", "No connection to the server.");
  }
  element("operations").classList.toggle("stale", !isCurrent);
}

let next;
let round = 0;
async function keepPolling() {
  clearTimeout(next);
  const mine = ++round;
  if (document.hidden) return;
  await poll();
  // Only the newest round goes on; and without a token, asking again would get the same answer.
  if (mine === round && element("entry").hidden) next = setTimeout(() => void keepPolling(), POLL_MS);
}

/** The link that the start prints brings the key behind its number sign; from there it goes out of sight. */
function takeKeyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (!key) return;
  sessionStorage.setItem(KEPT_AS, key);
  history.replaceState(null, "", location.pathname);
}

takeKeyFromAddress();
window.addEventListener("hashchange", () => {
  takeKeyFromAddress();
  void keepPolling();
});
element("curl").textContent = element("curl").textContent.replace(/http:\/\/[^/]*/, location.origin);
element("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEPT_AS, element("token").value.trim());
  element("token").value = "";
  void keepPolling();
});
document.addEventListener("visibilitychange", () => void keepPolling());
void keepPolling();
