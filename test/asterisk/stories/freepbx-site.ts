import type { Site } from "./site.ts";

const QUEUE = "600";
const FIRST_EXTENSION = 101;

/** How calls are brought to Espera: where an inbound route leads, and what stands ahead of the generated dialplan. */
export interface Way {
  readonly destination: string;
  readonly override: string;
}

export const ways = {
  /** The route leads to the queue, as it always did; the queue's first line is overridden. */
  override: {
    destination: `ext-queues,${QUEUE},1`,
    override: `[ext-queues]\nexten => ${QUEUE},1,Goto(espera-in,${QUEUE},1)\n`,
  },
  /** The route leads to a Custom Destination. */
  customDestination: { destination: `espera-in,${QUEUE},1`, override: "" },
} as const satisfies Record<string, Way>;

/**
 * A site as FreePBX and Issabel generate it: a queue rings its agents, who are extensions, through `from-queue`, which sends
 * each on by the queue that `NODEST` names; a hint says whether an agent is free.
 */
export function freepbx(way: Way): Site {
  return {
    queue: QUEUE,
    member: (agent, agents) => {
      const extension = extensionOf(agents.indexOf(agent));
      return { rung: `Local/${extension}@from-queue/n`, watched: `hint:${extension}@ext-local` };
    },
    dialplan: ({ printed, agents, more }) => ({
      extensions: [
        "#include extensions_override_freepbx.conf",
        "#include extensions_additional.conf",
        "#include extensions_custom.conf",
        "[from-internal]",
        "include => from-internal-additional",
        "[callers]",
        "include => ext-did",
        "[trunk]",
        "[agents]",
        more,
      ].join("\n"),
      included: {
        "extensions_override_freepbx.conf": way.override,
        "extensions_additional.conf": generated(way, agents),
        "extensions_custom.conf": `${printed}\n[espera-after]\nexten => ${QUEUE},1,Goto(ext-queues,${QUEUE},gotodest)\n`,
      },
    }),
  };
}

function extensionOf(index: number): number {
  return FIRST_EXTENSION + index;
}

/** What Apply Config writes each time, as far as calls of a queue go through it. */
function generated({ destination }: Way, agents: readonly string[]): string {
  return [
    "[ext-did]",
    `exten => ventas,1,Goto(${destination})`,
    "[from-internal-additional]",
    "include => ext-local",
    "include => ext-queues",
    "[ext-queues]",
    `exten => ${QUEUE},1,Answer()`,
    ` same => n,Set(__NODEST=\${EXTEN})`,
    ` same => n,Gosub(sub-record-check,s,1(q,\${EXTEN},dontcare))`,
    ` same => n(qcall),Queue(\${EXTEN},t)`,
    " same => n,Set(__NODEST=)",
    " same => n(gotodest),Goto(app-blackhole,hangup,1)",
    "[app-blackhole]",
    "exten => hangup,1,Hangup()",
    "[sub-record-check]",
    "exten => s,1,Return()",
    "[from-queue]",
    `exten => ${QUEUE},1,Goto(from-internal,\${QAGENT},1)`,
    `exten => _.,1,Set(QAGENT=\${EXTEN})`,
    ` same => n,GotoIf($["\${NODEST}" = ""]?gone)`,
    ` same => n,GotoIf($[\${DIALPLAN_EXISTS(from-queue,\${NODEST},1)}]?\${NODEST},1)`,
    " same => n(gone),Hangup()",
    "exten => h,1,NoOp()",
    "[ext-local]",
    ...agents.flatMap((agent, index) => [
      `exten => ${extensionOf(index)},1,Dial(PJSIP/${agent},15,tr)`,
      " same => n,Hangup()",
      `exten => ${extensionOf(index)},hint,PJSIP/${agent}&Custom:DND${extensionOf(index)}`,
    ]),
    "",
  ].join("\n");
}
