import { runBenches } from "../run-benches.ts";
import { load } from "./load.ts";
import { passedCall } from "./passed-call.ts";
import { stressLoad, stressStory } from "./stress.ts";

/** `npm run bench:asterisk [-- NAME… --quick --rounds N]`: on a real Asterisk (built on the first run; needs root). */
const benches = {
  "passed-call": passedCall,
  load,
  "stress-story": stressStory,
  "stress-load": stressLoad,
};

await runBenches("bench:asterisk", benches, process.argv.slice(2));
