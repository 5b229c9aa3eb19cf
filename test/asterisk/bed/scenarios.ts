/**
 * The two SIPp scenarios of the bed: who calls, and who is called. Both are phones that do what they are ordered while
 * the call lives. An order is a SIP message that no phone knows: its method is the order, its Call-ID is the
 * call's, `X-CSeq` is the sequence number for a request that follows from it, `X-Media` the port the SDP announces,
 * `X-To` the target of a transfer, `X-Replaces` what follows it when it is attended. SIPp does the signalling and keeps the record of it; sound is apart (`ear.ts`).
 */
export type Order = Answering | Refusing | Talking | "GIVEUP";
const answering = ["RING", "PROGRESS", "PICKUP"] as const;
type Answering = (typeof answering)[number];
type Talking = "HANGUP" | "HOLD" | "RESUME" | "TRANSFER";
export type Refusing = "REFUSE486" | "REFUSE603" | "REFUSE404" | "REFUSE503" | "REFUSE480";

const reasons: Record<Refusing, string> = {
  REFUSE486: "486 Busy Here",
  REFUSE603: "603 Decline",
  REFUSE404: "404 Not Found",
  REFUSE503: "503 Service Unavailable",
  REFUSE480: "480 Temporarily Unavailable",
};

const empty = "Content-Length: 0";
const contact = "Contact: <sip:bed@[local_ip]:[local_port]>";
const repeated = 'retrans="500"';

const session = (
  media: string,
  direction: "sendrecv" | "sendonly" = "sendrecv",
) => `Content-Type: application/sdp
Content-Length: [len]

v=0
o=bed 1 [$cseq] IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio ${media} RTP/AVP 8 101
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=ptime:20
a=${direction}
`;

const label = (id: number) => `<label id="${id}"/>\n`;

/** Sends a message, and goes on at `next`. No `nop` between: a message that came at one would be lost. */
const send = (message: string, next?: number, attributes = "") =>
  `<send ${attributes}${next === undefined ? "" : ` next="${next}"`}><![CDATA[\n\n${message.trim()}\n\n]]></send>\n`;

const receive = (what: string | number, next: number | undefined, attributes: string, actions = "") =>
  `<recv ${typeof what === "number" ? "response" : "request"}="${what}" ${attributes}` +
  `${next === undefined ? "" : ` next="${next}"`}><action>${actions}</action></recv>\n`;

/** What may come here, and where it leads. */
const may = (what: string | number, next: number, actions = "") =>
  receive(what, next, 'optional="true"', actions);
/** What ends a list of `may`: SIPp wants one that is not optional. */
const must = (what: string | number, next?: number) => receive(what, next, "");

const keep = (header: string, variable: string, what = "[^ ].*") =>
  `<ereg regexp="${what}" search_in="hdr" header="${header}:" assign_to="${variable}"/>`;

/** An order, with its headers kept. */
const told = (order: Order, next: number) =>
  may(
    order,
    next,
    keep("X-CSeq", "cseq", "[0-9]+") +
      keep("X-Media", "media", "[0-9]+") +
      keep("X-To", "target") +
      keep("X-Replaces", "replaces"),
  );

/** The answer to a request that has just come. */
const toLast = (status: string, tag = "") => `SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:]${tag}
[last_Call-ID:]
[last_CSeq:]
${contact}
`;

/** What both phones do once the call stands, from label 40. `own` and `other` are From and To of this side's requests. */
function conversation(own: string, other: string, user: string, media: string): string {
  const request = (method: string, more: string) => `${method} sip:${user}@[exchange] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: ${own}
To: ${other}
Call-ID: [call_id]
CSeq: [$cseq] ${method}
${contact}
Max-Forwards: 70
${more}`;
  const reinvite = (at: number, direction: "sendrecv" | "sendonly") =>
    label(at) +
    send(request("INVITE", session(media, direction)), undefined, repeated) +
    receive(100, undefined, 'optional="true"') +
    must(200) +
    send(request("ACK", empty), 40);
  const asked = (["CANCEL", "NOTIFY", "UPDATE", "OPTIONS"] as const)
    .map((method) => may(method, 51))
    .join("");
  const orders = told("HANGUP", 60) + told("HOLD", 70) + told("RESUME", 71) + told("TRANSFER", 80);
  return [
    label(40) + may("ACK", 40) + asked + may("INVITE", 52) + orders + must("BYE", 50),
    label(50) + send(`${toLast("200 OK")}${empty}`, 99),
    label(51) + send(`${toLast("200 OK")}${empty}`, 40),
    label(52) + send(`${toLast("200 OK")}${session(media)}`, 40, repeated),
    label(60) + send(request("BYE", empty), undefined, repeated),
    label(61) + may("ACK", 61) + may("NOTIFY", 62) + may("BYE", 62) + must(200, 99),
    label(62) + send(`${toLast("200 OK")}${empty}`, 61),
    reinvite(70, "sendonly"),
    reinvite(71, "sendrecv"),
    label(80) +
      send(
        request("REFER", `Refer-To: <sip:[$target]@[exchange][$replaces]>\n${empty}`),
        undefined,
        repeated,
      ),
    // SIPp takes a response only for a request that stands before it in the file: so none of them stands at 40.
    label(81) + may("NOTIFY", 82) + must(202, 40),
    label(82) + send(`${toLast("200 OK")}${empty}`, 81),
    label(99),
    "<nop/>\n",
  ].join("");
}

const scenario = (name: string, variables: string, text: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n` +
  `<scenario name="${name}">\n${text}<Reference variables="${variables}"/>\n</scenario>\n`;

/**
 * Who calls. Keys for SIPp: `exchange` (address and port), `dialled` (extension). A line per call: their own number,
 * the port of their sound, something unique.
 */
export function calling(): string {
  const to = "<sip:[dialled]@[exchange]>";
  const own = "<sip:[field0]@[local_ip]:[local_port]>;tag=[field2]";
  const request = (method: string, remote: string, branch: string, more: string) =>
    `${method} sip:[dialled]@[exchange] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=${branch}
From: ${own}
To: ${remote}
Call-ID: [call_id]
CSeq: 1 ${method}
${contact}
Max-Forwards: 70
${more}`;
  const first = "z9hG4bK[field2]";
  const known = `${to}[peer_tag_param]`;
  const refusals = [403, 404, 480, 484, 486, 487, 488, 500, 503, 600, 603].map((status) => may(status, 30));
  return scenario(
    "calling",
    "cseq,media,target,replaces",
    [
      '<nop><action><assignstr assign_to="cseq" value="1"/></action></nop>\n',
      send(request("INVITE", to, first, session("[field1]")), undefined, repeated),
      label(10) +
        may(100, 10) +
        may(180, 10) +
        may(183, 10) +
        refusals.join("") +
        told("GIVEUP", 20) +
        must(200, 35),
      label(20) + send(request("CANCEL", to, first, empty), 10),
      label(30) + send(request("ACK", known, first, empty), 99),
      label(35) + send(request("ACK", known, "[branch]", empty), 40),
      conversation(own, known, "[dialled]", "[field1]"),
    ].join(""),
  );
}

/** Who is called: answers nothing at all until it is ordered to. Key for SIPp: `exchange` (address and port). */
export function called(): string {
  const tag = ";tag=bed[pid]x[call_number]";
  const reply = (status: string, more: string) => `SIP/2.0 ${status}
Via: [$via]
From: [$from]
To: [$to]${tag}
Call-ID: [call_id]
CSeq: [$invited]
${contact}
${more}`;
  const refusals = Object.keys(reasons) as Refusing[];
  const kept = keep("Via", "via") + keep("From", "from") + keep("To", "to") + keep("CSeq", "invited");
  // An order may cross with what the other side does: it comes too late, and changes nothing.
  const acknowledged = (at: number) =>
    label(at) + [...answering, ...refusals].map((order) => may(order, at)).join("") + must("ACK", 99);
  return scenario(
    "called",
    "cseq,media,target,replaces,via,from,to,invited",
    [
      receive("INVITE", undefined, "", `${kept}<assignstr assign_to="cseq" value="1"/>`),
      label(10) + told("RING", 11) + told("PROGRESS", 12) + told("PICKUP", 13),
      refusals.map((order, index) => told(order, 101 + index)).join("") + must("CANCEL", 30),
      label(11) + send(reply("180 Ringing", empty), 10),
      label(12) + send(reply("183 Session Progress", session("[$media]")), 10),
      label(13) + send(reply("200 OK", session("[$media]")), undefined, repeated),
      label(14) + may("CANCEL", 15) + must("ACK", 40),
      label(15) + send(`${toLast("200 OK", tag)}${empty}`, 14),
      label(30) + send(`${toLast("200 OK", tag)}${empty}`),
      send(reply("487 Request Terminated", empty), undefined, repeated) + acknowledged(31),
      ...refusals.map(
        (order, index) =>
          label(101 + index) +
          send(reply(reasons[order], empty), undefined, repeated) +
          acknowledged(201 + index),
      ),
      conversation(`[$to]${tag}`, "[$from]", "asterisk", "[$media]"),
    ].join(""),
  );
}
