import { type Complain, Evidence } from "./evidence.ts";
import { judgeAskedInQueue } from "./judge-asked-in-queue.ts";
import { judgeAttempts } from "./judge-attempts.ts";
import { judgeAuto } from "./judge-auto.ts";
import { judgeCallers } from "./judge-callers.ts";
import { judgeClock } from "./judge-clock.ts";
import { judgeClosing } from "./judge-closing.ts";
import { judgeDiallings } from "./judge-diallings.ts";
import { judgeHoldOut } from "./judge-hold-out.ts";
import { judgeHours } from "./judge-hours.ts";
import { judgeOvertakes } from "./judge-overtakes.ts";
import { judgePace } from "./judge-pace.ts";
import { judgePlaces } from "./judge-place.ts";
import { judgePromises } from "./judge-promises.ts";
import { judgeReports } from "./judge-reports.ts";
import { judgeStrangers } from "./judge-strangers.ts";
import { judgeSupervisors } from "./judge-supervisors.ts";
import { judgeTalks } from "./judge-talks.ts";
import { judgeTreatments } from "./judge-treatments.ts";
import { judgeWaiting } from "./judge-waiting.ts";
import type { Ended } from "./simulation.ts";

/** Everything that was wrong in a story, each a sentence that begins with the number of its rule. */
export function judge(ended: Ended): string[] {
  const wrong: string[] = [];
  const complain: Complain = (rule, sentence) => wrong.push(`rule ${rule}: ${sentence}`);
  const centres = ended.centres.map((centre) => new Evidence(ended, centre));
  for (const evidence of centres) {
    const inCentre: Complain = (rule, sentence) =>
      complain(rule, centres.length > 1 ? `in ${evidence.centre.plan.name} ${sentence}` : sentence);
    judgeTreatments(evidence, inCentre);
    judgeAuto(evidence, inCentre);
    judgeAttempts(evidence, inCentre);
    judgeHours(evidence, inCentre);
    if (evidence.faultless) judgePlaces(evidence, inCentre);
    judgeOvertakes(evidence.steps, inCentre);
    judgePace(evidence, inCentre);
    judgeCallers(evidence, inCentre);
    judgeAskedInQueue(evidence, inCentre);
    judgeHoldOut(evidence, inCentre);
    judgePromises(evidence, inCentre);
    judgeClock(evidence, inCentre);
    judgeClosing(evidence, inCentre);
    judgeWaiting(evidence, inCentre);
    judgeStrangers(evidence, inCentre);
    judgeSupervisors(evidence, inCentre);
    judgeReports(evidence, inCentre);
    judgeTalks(evidence, inCentre);
  }
  judgeDiallings(centres, complain);
  return wrong;
}
