import { workerData } from "node:worker_threads";
import { disciplineNamed } from "../../configuration/configuration-settings.ts";
import { callLogFile } from "../../history/call-log.ts";
import { readQueueLog } from "../../history/queue-log/queue-log.ts";
import { isQueueLog } from "../../history/queue-log/queue-log-file.ts";
import { compare } from "../../replay/what-if/comparison.ts";
import { skillIdsOf, variantOf } from "../../replay/what-if/variants.ts";
import { whatIf } from "../../replay/what-if/what-if.ts";
import { htmlReport } from "../../reports/what-if/html-report.ts";
import type { Language } from "../../words/language.ts";
import { liveThrough, resultOf, SEEDS } from "./live-through.ts";
import type { Found, RunWanted } from "./what-if-run.ts";

// The thread that lives through the days of a record that was sent.
const { file, name, timeZone, choice, settings } = workerData as RunWanted;
await liveThrough<Found>(
  async (progress) => {
    const isLog = await isQueueLog(file);
    const open = () =>
      isLog
        ? readQueueLog([file], timeZone, { withAgents: true, returnCalls: true })
        : callLogFile(file, timeZone, { returnCalls: true })();
    const { offerAfterS, acceptance, discipline, target } = choice;
    const chosen = {
      ...(offerAfterS === undefined ? {} : { offerAfterS }),
      ...(acceptance === undefined ? {} : { acceptance }),
      ...(discipline === undefined ? {} : { discipline: disciplineNamed(discipline) }),
    };
    const source = {
      timeZone,
      holdOut: false,
      ...(target ? { target: { share: target.share, withinMs: 1_000 * target.withinS } } : {}),
    };
    const found = await whatIf({
      recording: { open: async () => [{ name, log: open() }], timeZone, skipBad: true },
      skillIds: skillIdsOf(settings),
      // Where no skill of the record is one of the operation's, it is another centre's.
      variants: (known) => {
        const isOwn = settings?.skills.some(({ name: skill }) => known.skillIds.has(skill)) ?? false;
        return [variantOf({ ...source, settings: isOwn ? settings : null }, chosen, known)];
      },
      seeds: SEEDS,
      progress,
    });
    const comparison = compare(found);
    const report = (language: Language) => htmlReport({ comparison, files: [name], seeds: SEEDS, language });
    return { result: resultOf(comparison, found), reports: { es: report("es"), en: report("en") } };
  },
  (sentence) => sentence.replaceAll(file, name),
);
