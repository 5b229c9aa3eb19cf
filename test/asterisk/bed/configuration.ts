import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A queue of the test; what is left out is as a sensible administrator has it. */
export interface QueueSettings {
  /** Names of agents. */
  readonly members?: readonly string[];
  readonly strategy?: "leastrecent" | "ringall" | "rrmemory" | "random" | "fewestcalls" | "linear";
  /** How long a phone rings per attempt. */
  readonly timeoutS?: number;
  readonly retryS?: number;
  readonly wrapupS?: number;
  readonly ringinuse?: boolean;
  readonly maxlen?: number;
  readonly joinempty?: string;
  readonly leavewhenempty?: string;
  readonly announcePosition?: boolean;
  readonly weight?: number;
  /** More lines for its section. */
  readonly lines?: readonly string[];
}

export interface AsteriskSettings {
  /** Each is a PJSIP endpoint whose phone the test plays. */
  readonly agents?: readonly string[];
  readonly queues?: Readonly<Record<string, QueueSettings>>;
  /**
   * Text of extensions.conf. Callers arrive in `[callers]`, what the trunk's customers dial in `[trunk]`, what
   * agents dial or transfer to in `[agents]`.
   */
  readonly dialplan: string;
  /** Channel variables that manager events carry. */
  readonly channelVariables?: readonly string[];
  /** Language of the callers' and trunk's channels: `es` if not said. */
  readonly language?: string;
  /** Modules beyond those every test gets, such as `res_config_sqlite3.so`. */
  readonly modules?: readonly string[];
  /** Files for the configuration folder, by name; one of the bed's own names replaces it. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder of prompts to be copied to `sounds`, below the instance's directory. */
  readonly prompts?: string;
}

export interface Ports {
  readonly sip: number;
  readonly manager: number;
  /** Where the customers' phones listen, at 127.0.0.3: one, behind the trunk. */
  readonly customers: readonly [number];
  /** Where the agents' phones listen, at 127.0.0.4: so many of them at each, in their order. */
  readonly agents: readonly number[];
}

/** One SIPp for more of them is late when many are rung at once. */
export const PHONES_PER_SIPP = 15;

/** Addresses of the parties; which of them sends a call is known by the address alone. */
export const addresses = {
  asterisk: "127.0.0.1",
  callers: "127.0.0.2",
  customers: "127.0.0.3",
  agents: "127.0.0.4",
} as const;

/** The user of the manager interface of every instance. */
export const managerUser = { name: "espera", secret: "at-the-bed" } as const;

const modules = `
pbx_config app_dial app_queue app_read app_playback app_record app_verbose app_userevent app_exec app_stack app_while
app_originate app_softhangup app_senddtmf app_transfer app_controlplayback app_sayunixtime app_db app_echo
bridge_simple bridge_native_rtp bridge_holding bridge_softmix bridge_builtin_features
bridge_builtin_interval_features chan_pjsip codec_alaw codec_ulaw codec_resample format_wav format_pcm format_sln
func_callerid func_channel func_config func_cut func_db func_devstate func_dialplan func_env func_global
func_groupcount func_hangupcause func_logic func_math func_pjsip_endpoint func_sprintf func_strings func_timeout
func_uri func_version res_agi res_clioriginate res_convert res_crypto res_musiconhold res_pjproject
res_pjsip res_pjsip_authenticator_digest res_pjsip_caller_id res_pjsip_dlg_options res_pjsip_diversion res_pjsip_dtmf_info res_pjsip_empty_info
res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user res_pjsip_header_funcs res_pjsip_logger
res_pjsip_nat res_pjsip_pubsub res_pjsip_refer res_pjsip_rfc3326 res_pjsip_sdp_rtp res_pjsip_session
res_rtp_asterisk res_sorcery_astdb res_sorcery_config res_sorcery_memory res_speech res_timing_timerfd
`;

function queue(name: string, settings: QueueSettings): string {
  const yesNo = (value: boolean | undefined) => (value ? "yes" : "no");
  const lines = [
    `[${name}]`,
    `strategy=${settings.strategy ?? "leastrecent"}`,
    `timeout=${settings.timeoutS ?? 15}`,
    `retry=${settings.retryS ?? 1}`,
    `wrapuptime=${settings.wrapupS ?? 0}`,
    `ringinuse=${yesNo(settings.ringinuse)}`,
    `maxlen=${settings.maxlen ?? 0}`,
    `joinempty=${settings.joinempty ?? "yes"}`,
    `leavewhenempty=${settings.leavewhenempty ?? "no"}`,
    `announce-position=${yesNo(settings.announcePosition)}`,
    `weight=${settings.weight ?? 0}`,
    "musicclass=default",
    "autofill=yes",
    ...(settings.lines ?? []),
    ...(settings.members ?? []).map((agent) => `member=PJSIP/${agent},0,${agent}`),
  ];
  return `${lines.join("\n")}\n`;
}

function pjsip(settings: AsteriskSettings, ports: Ports): string {
  const common = "type=endpoint\ndisallow=all\nallow=alaw\ndirect_media=no\ntimers=no\ndtmf_mode=rfc4733\n";
  const language = `language=${settings.language ?? "es"}\n`;
  const party = (name: string, address: string, more: string) =>
    `[${name}]\n${common}${language}context=${name}\nidentify_by=ip\n${more}\n` +
    `[${name}-at]\ntype=identify\nendpoint=${name}\nmatch=${address}\n\n`;
  const trunkContact = `contact=sip:${addresses.customers}:${ports.customers[0]}`;
  const agents = (settings.agents ?? []).map(
    (agent, index) =>
      `[${agent}]\n${common}context=agents\nidentify_by=username\naors=${agent}\n\n` +
      `[${agent}]\ntype=aor\ncontact=sip:${agent}@${addresses.agents}:${ports.agents[Math.floor(index / PHONES_PER_SIPP)]}\n\n`,
  );
  return (
    `[transport]\ntype=transport\nprotocol=udp\nbind=${addresses.asterisk}:${ports.sip}\n\n` +
    party("callers", addresses.callers, "") +
    party("trunk", addresses.customers, "aors=trunk\n") +
    `[trunk]\ntype=aor\n${trunkContact}\n\n${agents.join("")}`
  );
}

function files(directory: string, settings: AsteriskSettings, ports: Ports): Record<string, string> {
  const rtpStart = 20_000 + 2 * Math.floor(Math.random() * 5_000);
  return {
    "asterisk.conf":
      `[directories]\nastetcdir => ${directory}/etc\nastmoddir => MODULES\nastvarlibdir => ${directory}/lib\n` +
      `astdbdir => ${directory}/lib\nastkeydir => ${directory}/lib\nastdatadir => /usr/share/asterisk\n` +
      `astagidir => ${directory}/lib\nastspooldir => ${directory}/spool\nastrundir => ${directory}/run\n` +
      `astlogdir => ${directory}/log\nastcachedir => ${directory}/lib\n\n[options]\nverbose=3\nnocolor=yes\nsystemname=bed\n`,
    "modules.conf": `[modules]\nautoload=no\n${[
      ...modules
        .trim()
        .split(/\s+/)
        .map((module) => `${module}.so`),
      ...(settings.modules ?? []),
    ]
      .map((module) => `load=${module}`)
      .join("\n")}\n`,
    "logger.conf":
      "[general]\ndateformat=%F %T.%3q\nqueue_log=yes\n[logfiles]\nfull.log => notice,warning,error,verbose(3)\n",
    "manager.conf":
      `[general]\nenabled=yes\nbindaddr=${addresses.asterisk}\nport=${ports.manager}\ntimestampevents=yes\n` +
      `channelvars=${(settings.channelVariables ?? []).join(",")}\n\n` +
      `[${managerUser.name}]\nsecret=${managerUser.secret}\nread=all\nwrite=all\nwritetimeout=5000\n`,
    "http.conf": "[general]\nenabled=no\n",
    "rtp.conf": `[general]\nrtpstart=${rtpStart}\nrtpend=${rtpStart + 2_000}\nicesupport=no\n`,
    "musiconhold.conf": "[default]\nmode=files\ndirectory=/usr/share/asterisk/moh\n",
    "queues.conf":
      "[general]\npersistentmembers=no\nautofill=yes\nshared_lastcall=no\nlog_membername_as_agent=yes\n\n" +
      Object.entries(settings.queues ?? {})
        .map(([name, each]) => queue(name, each))
        .join("\n"),
    "pjsip.conf": pjsip(settings, ports),
    "extensions.conf": settings.dialplan,
    "pjproject.conf": "",
    "cdr.conf": "[general]\nenable=no\n",
    "cel.conf": "[general]\nenable=no\n",
    "acl.conf": "",
    "ccss.conf": "[general]\n",
    "features.conf": "",
    "queuerules.conf": "",
    "udptl.conf": "[general]\n",
    "indications.conf":
      "[general]\ncountry=us\n[us]\ndescription=US\nringcadence=2000,4000\n" +
      "dial=350+440\nbusy=480+620/500,0/500\nring=440+480/2000,0/4000\ncongestion=480+620/250,0/250\n",
    ...settings.files,
  };
}

/** Writes everything an instance needs below `directory`, which exists. */
export async function writeConfiguration(
  directory: string,
  modulesAt: string,
  settings: AsteriskSettings,
  ports: Ports,
): Promise<void> {
  for (const folder of ["etc", "lib/keys", "log", "run", "spool", "sounds"])
    await mkdir(join(directory, folder), { recursive: true });
  for (const [name, text] of Object.entries(files(directory, settings, ports))) {
    const path = join(directory, "etc", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, name === "asterisk.conf" ? text.replace("MODULES", modulesAt) : text);
  }
  if (settings.prompts !== undefined)
    await cp(settings.prompts, join(directory, "sounds"), { recursive: true });
}
