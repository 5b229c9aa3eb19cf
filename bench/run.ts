import { bank } from "./bank.ts";
import { commands } from "./commands.ts";
import { diagram2Range } from "./diagram-2-range.ts";
import { diagram2Requests } from "./diagram-2-requests.ts";
import { diagram3Rows } from "./diagram-3-rows.ts";
import { disciplines } from "./disciplines.ts";
import { durableFacts } from "./durable-facts.ts";
import { factDelay } from "./fact-delay.ts";
import { generatedDay } from "./generated-day.ts";
import { hostileRequests } from "./hostile-requests.ts";
import { largeRecording } from "./large-recording.ts";
import { lift } from "./lift.ts";
import { liftDemonstration } from "./lift-demonstration.ts";
import { liveStreams } from "./live-streams.ts";
import { manySkills } from "./many-skills.ts";
import { nodes } from "./nodes/nodes.ts";
import { openCallbacks } from "./open-callbacks.ts";
import { pageRows } from "./page-rows.ts";
import { prediction } from "./prediction.ts";
import { queueing } from "./queueing.ts";
import { runBenches } from "./run-benches.ts";
import { secondWait } from "./second-wait.ts";
import { startUp } from "./start-up.ts";
import { stationary } from "./stationary.ts";
import { upgrade } from "./upgrade.ts";
import { upload } from "./upload.ts";
import { verify } from "./verify.ts";
import { waitPrediction } from "./wait-prediction.ts";

/** `npm run bench [-- NAME… --quick]` */
const benches = {
  "durable-facts": durableFacts,
  "fact-delay": factDelay,
  "diagram-2-range": diagram2Range,
  "diagram-2-requests": diagram2Requests,
  "diagram-3-rows": diagram3Rows,
  upload,
  "open-callbacks": openCallbacks,
  "many-skills": manySkills,
  "generated-day": generatedDay,
  verify,
  "start-up": startUp,
  upgrade,
  commands,
  "hostile-requests": hostileRequests,
  "live-streams": liveStreams,
  "page-rows": pageRows,
  nodes,
  queueing,
  "wait-prediction": waitPrediction,
  prediction,
  "second-wait": secondWait,
  bank,
  disciplines,
  stationary,
  lift,
  "lift-demonstration": liftDemonstration,
  "large-recording": largeRecording,
};

await runBenches("bench", benches, process.argv.slice(2));
