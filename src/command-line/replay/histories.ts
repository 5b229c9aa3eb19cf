import { callLogFile } from "../../history/call-log.ts";
import { readQueueLog } from "../../history/queue-log/queue-log.ts";
import { isQueueLog } from "../../history/queue-log/queue-log-file.ts";
import { withSkillNames } from "../../history/skill-names.ts";
import type { HistoryFile } from "../../replay/as-it-was/whole-history.ts";
import { type ReadingOptions, readingOf } from "../planning/import-options.ts";

/** `returnCalls`: as in `Reading`. All files of a queue_log are one log; each other file is its own. Each call of the returned function reads them again. */
export async function historiesOf(
  files: readonly string[],
  options: ReadingOptions & { readonly timeZone: string },
  { returnCalls = false }: { readonly returnCalls?: boolean } = {},
): Promise<() => HistoryFile[]> {
  const { timeZone, skills } = options;
  const queueLogs: string[] = [];
  const openers: { readonly name: string; readonly open: () => HistoryFile["log"] }[] = [];
  for (const file of files) {
    if (await isQueueLog(file)) queueLogs.push(file);
    else
      openers.push({
        name: file,
        open: callLogFile(file, timeZone, { ...readingOf(options), returnCalls }),
      });
  }
  if (queueLogs.length > 0)
    openers.unshift({
      name: queueLogs.join(", "),
      open: () => readQueueLog(queueLogs, timeZone, { withAgents: true, returnCalls }),
    });
  return () =>
    openers.map(({ name, open }) => ({ name, log: skills ? withSkillNames(open(), skills) : open() }));
}
