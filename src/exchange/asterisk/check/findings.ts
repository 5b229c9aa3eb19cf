/**
 * What a check can find. `missing`: return calls do not work without it. `beware`: they work, and something else will
 * surprise. `untested`: it could not be looked at from here.
 */
type FindingLevel = "missing" | "beware" | "untested";

interface FindingText {
  readonly level: FindingLevel;
  readonly es: string;
  readonly en: string;
}

/** Every finding by its stable code; `{name}` is filled in from its details. */
export const findings = {
  "ami-unreachable": {
    level: "missing",
    es: "Nadie responde en {host}:{port}. En manager.conf ponga enabled = yes en [general], y recargue con manager reload.",
    en: "Nobody answers at {host}:{port}. In manager.conf put enabled = yes into [general], then manager reload.",
  },
  "ami-other": {
    level: "missing",
    es: "En {host}:{port} responde otro programa, no el manager de Asterisk. Corrija ami.port.",
    en: "Another program answers at {host}:{port}, not Asterisk's manager. Correct ami.port.",
  },
  "ami-refused": {
    level: "missing",
    es: "Asterisk no acepta al usuario {username}: su nombre, su secreto o su permit en manager.conf no coinciden.",
    en: "Asterisk refuses the user {username}: its name, its secret or its permit in manager.conf does not match.",
  },
  "ami-silent": {
    level: "missing",
    es: "{host}:{port} acepta la conexión y no termina de responder: Asterisk está colgado, o allí hay otro programa.",
    en: "{host}:{port} accepts the connection but does not answer: Asterisk hangs, or another program is there.",
  },
  "ami-hung-up": {
    level: "missing",
    es: "{host}:{port} cierra la conexión antes de dejar entrar: revise los límites de manager.conf (authlimit, authtimeout) y lo que haya en el camino.",
    en: "{host}:{port} closes the connection before the login: look at the limits in manager.conf (authlimit, authtimeout) and at what is in between.",
  },
  "ami-speaks-tls": {
    level: "missing",
    es: "En {host}:{port} se habla TLS: en espera.yaml ponga ami.tls (true, o su ca), o el puerto de bindaddr (5038, si no se cambió).",
    en: "TLS is spoken at {host}:{port}: in espera.yaml set ami.tls (true, or its ca), or give the port of bindaddr (5038 unless it was changed).",
  },
  "ami-speaks-no-tls": {
    level: "missing",
    es: "En {host}:{port} no se habla TLS: ponga el puerto de tlsbindaddr (5039, si no se cambió) con tlsenable = yes en manager.conf, o quite tls de espera.yaml.",
    en: "No TLS is spoken at {host}:{port}: give the port of tlsbindaddr (5039 unless it was changed) with tlsenable = yes in manager.conf, or take tls out of espera.yaml.",
  },
  "ami-tls-unknown-ca": {
    level: "missing",
    es: "Ninguna entidad de confianza firmó el certificado de {host}:{port}: ponga en tls.ca el archivo de la entidad que lo firmó.",
    en: "No trusted authority signed the certificate of {host}:{port}: name the file of the authority that signed it in tls.ca.",
  },
  "ami-tls-wrong-name": {
    level: "missing",
    es: "El certificado de {host}:{port} no es de {name}: ponga en tls.serverName el nombre que dice el certificado.",
    en: "The certificate of {host}:{port} is not for {name}: put the name that the certificate has into tls.serverName.",
  },
  "ami-tls-expired": {
    level: "missing",
    es: "El certificado de {host}:{port} venció, o aún no vale: renuévelo, y revise la hora de esta máquina.",
    en: "The certificate of {host}:{port} has expired, or is not valid yet: renew it, and look at this machine's clock.",
  },
  "ami-tls-refused": {
    level: "missing",
    es: "No se logró hablar TLS con {host}:{port}: revise tlscertfile, tlsprivatekey y tlscipher en manager.conf.",
    en: "TLS could not be agreed on with {host}:{port}: look at tlscertfile, tlsprivatekey and tlscipher in manager.conf.",
  },
  "ami-may-not-read": {
    level: "missing",
    es: "Asterisk no le cuenta al usuario {username} lo que pasa: a su línea read en manager.conf le falta {class}.",
    en: "Asterisk does not report to the user {username} what happens: its read line in manager.conf lacks {class}.",
  },
  "ami-may-not-write": {
    level: "missing",
    es: "El usuario {username} no puede {action}: a su línea write en manager.conf le falta {class}, o Asterisk no cargó ese módulo.",
    en: "The user {username} may not {action}: its write line in manager.conf lacks {class}, or Asterisk did not load the module.",
  },
  "ami-may-too-much": {
    level: "beware",
    es: "El usuario {username} puede más de lo que Espera usa: en manager.conf quite de su línea write {classes}.",
    en: "The user {username} may do more than Espera uses: take {classes} out of its write line in manager.conf.",
  },
  "channelvars-replaced": {
    level: "beware",
    es: "La línea channelvars = QUEUE_PRIO de un Espera anterior reemplaza su channelvars = {value}: quítela de espera-manager.conf; ya no hace falta.",
    en: "The line channelvars = QUEUE_PRIO of an earlier Espera replaces your channelvars = {value}: take it out of espera-manager.conf; it is not needed any more.",
  },
  "agi-unreachable": {
    level: "missing",
    es: "Espera no escucha en {host}:{port} para AGI: arránquelo con esta configuración.",
    en: "Espera does not listen on {host}:{port} for AGI: start it with this configuration.",
  },
  "operation-without-node": {
    level: "missing",
    es: "Hay nodos y ninguno atiende esta operación: vea npx espera nodes, y por qué en el registro de los nodos.",
    en: "There are nodes, and none of them runs this operation: see npx espera nodes, and the logs of the nodes for the reason.",
  },
  "node-unreachable": {
    level: "missing",
    es: "Desde aquí no se llega al nodo {node} en {address}: abra ese puerto entre los nodos, o corrija su --node-address.",
    en: "The node {node} cannot be reached at {address} from here: open that port between the nodes, or correct its --node-address.",
  },
  "node-agi-unreachable": {
    level: "missing",
    es: "Las llamadas no llegarían al nodo {node}: desde aquí no se llega a {address}. Abra el puerto de AGI en esa máquina, o corrija su --node-address (o agi.host, si no es 0.0.0.0).",
    en: "Calls would not reach the node {node}: {address} cannot be reached from here. Open the AGI port on that machine, or correct its --node-address (or agi.host, where it is not 0.0.0.0).",
  },
  "nodes-out-of-reach": {
    level: "missing",
    es: "Los nodos escuchan AGI en {host}, a donde solo llega su propia máquina, y Asterisk está en {asterisk}: ponga agi.host: 0.0.0.0, y a Asterisk en agi.allowed.",
    en: "The nodes listen for AGI on {host}, which only their own machine reaches, and Asterisk is at {asterisk}: set agi.host to 0.0.0.0, and put Asterisk into agi.allowed.",
  },
  "lease-lacking": {
    level: "missing",
    es: "Asterisk no le lleva llamadas al nodo {node}, que atiende la operación: mire en su registro qué le falta con este Asterisk (¿permit en manager.conf?).",
    en: "Asterisk brings no calls to the node {node}, which runs the operation: its log says what it lacks with this Asterisk (permit in manager.conf?).",
  },
  "lease-elsewhere": {
    level: "missing",
    es: "Las llamadas de la cola {queue} van a {found}, y no al nodo {node}, que atiende la operación: póngale la misma versión y el mismo espera.yaml que a este, y reinícielo.",
    en: "Calls of the queue {queue} go to {found}, and not to the node {node}, which runs the operation: give it the same version and espera.yaml as this one, and restart it.",
  },
  "queue-unknown": {
    level: "missing",
    es: "Asterisk no tiene una cola {queue}. Créela en queues.conf, o corrija su nombre.",
    en: "Asterisk has no queue {queue}. Make it in queues.conf, or correct its name.",
  },
  "dialplan-lacking": {
    level: "missing",
    es: "El dialplan no tiene el contexto {context}: incluya lo que imprime npx espera asterisk dialplan, y recargue con dialplan reload.",
    en: "The dialplan has no context {context}: include what npx espera asterisk dialplan prints, then dialplan reload.",
  },
  "dialplan-queue-lacking": {
    level: "missing",
    es: "El contexto {context} no tiene la cola {queue}: imprima el dialplan de nuevo con --queue {option}.",
    en: "The context {context} has no queue {queue}: print the dialplan again with --queue {option}.",
  },
  "dialplan-other-queue": {
    level: "missing",
    es: "En {context} la extensión {extension} lleva a la cola {found}, y en espera.yaml es {queue}: imprima el dialplan de nuevo con --queue {option}.",
    en: "In {context} the extension {extension} leads to the queue {found}, and in espera.yaml it is {queue}: print the dialplan again with --queue {option}.",
  },
  "dialplan-without-place": {
    level: "missing",
    es: "La cola {queue} en {context} no pone QUEUE_PRIO: sus llamadas pasarían delante de todas. Imprima el dialplan de nuevo.",
    en: "The queue {queue} in {context} does not set QUEUE_PRIO: its calls would go before all others. Print the dialplan again.",
  },
  "dialplan-without-note": {
    level: "missing",
    es: "La cola {queue} en espera-return no anota quién fue atendido (o lo hace como lo entiende otra versión de Asterisk): a quien un agente atiende mientras Espera no está se le llamaría otra vez. Imprima el dialplan de nuevo.",
    en: "The queue {queue} in espera-return does not note who was served (or in the form of another version of Asterisk): a customer that an agent answers while Espera is away would be called again. Print the dialplan again.",
  },
  "dialplan-without-watchdog": {
    level: "missing",
    es: "El contexto {context} no tiene la extensión T: nadie sacaría a una llamada de un Espera colgado. Imprima el dialplan de nuevo.",
    en: "The context {context} has no extension T: nobody would take a call out of an Espera that hangs. Print the dialplan again.",
  },
  "dialplan-elsewhere": {
    level: "missing",
    es: "El dialplan lleva la cola {queue} a {found}, y Espera escucha en {wanted}: imprímalo de nuevo con --agi {wanted}.",
    en: "The dialplan brings the queue {queue} to {found}, and Espera listens on {wanted}: print it again with --agi {wanted}.",
  },
  "dialplan-other-secret": {
    level: "missing",
    es: "La cola {queue} en {context} lleva en su dirección un secreto anterior, o ninguno: Espera no acepta sus llamadas, que siguen a la cola. Imprima el dialplan de nuevo, con el mismo --data del servidor, y recárguelo con dialplan reload.",
    en: "The queue {queue} in {context} has an earlier secret in its address, or none: Espera does not take its calls, which go on to the queue. Print the dialplan again, with the same --data as the server, then dialplan reload.",
  },
  "dialplan-fixed-address": {
    level: "beware",
    es: "El dialplan de la cola {queue} en {context} es de un Espera anterior y lleva las llamadas siempre a {address}, aunque otro nodo las atienda. Imprímalo de nuevo, y recárguelo con dialplan reload.",
    en: "The dialplan of the queue {queue} in {context} was printed by an earlier Espera and always brings calls to {address}, though another node takes them. Print it again, then dialplan reload.",
  },
  "dialplan-without-secret": {
    level: "beware",
    es: "La cola {queue} en {context} no lleva un secreto en su dirección: el puerto de AGI queda con una sola de sus dos cerraduras. Imprima el dialplan de nuevo, con el mismo --data del servidor, y recárguelo con dialplan reload.",
    en: "The queue {queue} in {context} has no secret in its address: the AGI port has one of its two locks only. Print the dialplan again, with the same --data as the server, then dialplan reload.",
  },
  "dialplan-without-way-back": {
    level: "missing",
    es: "El dialplan de la cola {queue} es de un Espera anterior: a quien ya espera no se le ofrece nada. Imprímalo de nuevo.",
    en: "The dialplan of the queue {queue} was printed by an earlier Espera: callers who already wait are offered nothing. Print it again.",
  },
  "key-without-context": {
    level: "missing",
    es: "La cola {queue} no ofrece la devolución a quien marca mientras espera: en queues.conf ponga context = {context}, y recargue con queue reload all.",
    en: "The queue {queue} offers no return call to callers who press a key while they wait: in queues.conf put context = {context}, then queue reload all.",
  },
  "withdraw-unknown": {
    level: "missing",
    es: "Este Asterisk no sabe sacar de la cola a quien espera (QueueWithdrawCaller): quite afterS de queueOffers, o actualice Asterisk.",
    en: "This Asterisk cannot take a waiting caller out of a queue (QueueWithdrawCaller): remove afterS from queueOffers, or update Asterisk.",
  },
  "placeholder-unfit": {
    level: "beware",
    es: "En la cola {queue} no se reserva un agente para las devoluciones, aunque holdsAgents es true: tiene {setting}={value}. Ponga {setting}={wanted}.",
    en: "In the queue {queue} no agent is held for return calls, though holdsAgents is true: it has {setting}={value}. Put {setting}={wanted}.",
  },
  "placeholder-elsewhere": {
    level: "beware",
    es: "La cola {queue} no está en queues.conf (¿realtime?): no se ve si se puede reservar un agente para las devoluciones, y no se reserva.",
    en: "The queue {queue} is not in queues.conf (realtime?): Espera cannot see whether an agent may be held for return calls, and none is.",
  },
  "placeholder-several-queues": {
    level: "beware",
    es: "El skill de la cola {queue} tiene otras colas: no se reserva un agente para las devoluciones, aunque holdsAgents es true. Quítelo, o déle a la cola un skill propio.",
    en: "The skill of the queue {queue} has other queues: no agent is held for return calls, though holdsAgents is true. Take it out, or give the queue a skill of its own.",
  },
  "dialplan-without-placeholder": {
    level: "beware",
    es: "El dialplan de la cola {queue} no tiene el contexto {context}: no se reserva un agente para las devoluciones, aunque holdsAgents es true. Imprímalo de nuevo.",
    en: "The dialplan of the queue {queue} lacks the context {context}: no agent is held for return calls, though holdsAgents is true. Print it again.",
  },
  "trunk-unknown": {
    level: "missing",
    es: "Asterisk no tiene un endpoint {endpoint} de PJSIP: corrija trunk, o pjsip.conf.",
    en: "Asterisk has no PJSIP endpoint {endpoint}: correct trunk, or pjsip.conf.",
  },
  "trunk-unavailable": {
    level: "beware",
    es: "El endpoint {endpoint} no está disponible ahora: las devoluciones fallarían.",
    en: "The endpoint {endpoint} is not available now: return calls would fail.",
  },
  "trunk-context-unknown": {
    level: "missing",
    es: "El dialplan no tiene el contexto {context} que usa trunk: créelo, o corrija trunk.",
    en: "The dialplan has no context {context}, which trunk uses: create it, or correct trunk.",
  },
  "trunk-hides-cause": {
    level: "beware",
    es: "El contexto {context} no pasa la causa de una llamada fallida: Espera la toma entonces del canal que abrió Dial(), si pertenece a la llamada; si no, un número errado se marca tres veces. Para que sea seguro, después de Dial() ponga {line}.",
    en: "The context {context} does not hand on why a call failed: Espera then takes it from the channel that Dial() made, where it belongs to the call; elsewhere a wrong number is called three times. To be sure, put {line} behind its Dial().",
  },
  "trunk-other": {
    level: "untested",
    es: "No se prueba si {trunk} sirve: haga una llamada de prueba con npx espera asterisk check --call NÚMERO.",
    en: "Whether {trunk} works is not tested: place a call to try it, with npx espera asterisk check --call NUMBER.",
  },
  "caller-without-place": {
    level: "missing",
    es: "En la cola {queue} hay {count} en espera sin turno, y pasan delante de todos: lleve su llegada por Goto(espera-in,{queue},1).",
    en: "In the queue {queue} {count} wait without a place, and go before all others: bring their calls by Goto(espera-in,{queue},1).",
  },
  "announces-position": {
    level: "beware",
    es: "La cola {queue} anuncia la posición (announce-position={value}): quien espera la oiría subir cuando vuelve una devolución con un turno anterior.",
    en: "The queue {queue} announces positions (announce-position={value}): callers would hear theirs grow when a return call comes back to an earlier place.",
  },
  "may-be-full": {
    level: "beware",
    es: "La cola {queue} se llena con {value} (maxlen). Llena, a quien vuelve por una devolución se le hace esperar lugar un minuto y luego se le llama de nuevo; quien llama sigue en espera-after o, donde no lo hay, espera lugar con música.",
    en: "The queue {queue} is full with {value} (maxlen). Then customers of return calls wait a minute for room and are called again later; callers go on in espera-after or, where there is none, wait for room with music.",
  },
  "refuses-when-empty": {
    level: "beware",
    es: "La cola {queue} rechaza llamadas cuando le faltan agentes ({setting}={value}). A quien vuelve por una devolución se le hace esperar un minuto y luego se le llama de nuevo; quien llama sigue en espera-after o, donde no lo hay, espera con música.",
    en: "The queue {queue} refuses calls when it lacks agents ({setting}={value}). Then customers of return calls wait a minute and are called again later; callers go on in espera-after or, where there is none, wait with music.",
  },
  "rings-in-use": {
    level: "beware",
    es: "La cola {queue} timbra a agentes que hablan (ringinuse no es no): parecerían libres. Ponga ringinuse = no.",
    en: "The queue {queue} rings agents who are talking (ringinuse is not no): they would seem free. Put ringinuse = no.",
  },
  "serves-one-by-one": {
    level: "beware",
    es: "La cola {queue} atiende de a uno aunque haya más agentes libres. Ponga autofill = yes en la cola o en [general].",
    en: "The queue {queue} serves one after another though more agents are free. Put autofill = yes into the queue or into [general].",
  },
  "forces-longest-waiting": {
    level: "missing",
    es: "Con force_longest_waiting_caller = yes las devoluciones de {queue} se atienden después de todos los de otras colas: en [general] de queues.conf ponga prio, o no.",
    en: "With force_longest_waiting_caller = yes return calls of {queue} are served after everybody of other queues: put prio, or no, into [general] of queues.conf.",
  },
  "weight-differs": {
    level: "beware",
    es: "La cola {queue} tiene weight={value} y otra cola tiene otro: entre las dos un agente compartido atiende por peso, no por turno. Póngales el mismo.",
    en: "The queue {queue} has weight={value} and another queue has another one: between them a shared agent serves by weight, not by place. Give them the same.",
  },
  "shares-last-call": {
    level: "beware",
    es: "En la cola {queue} cuentan las llamadas de otras colas para wrapuptime (shared_lastcall = yes): Espera se entera hasta un minuto después.",
    en: "In the queue {queue} calls of other queues count for wrapuptime (shared_lastcall = yes): Espera learns of it up to a minute later.",
  },
  "key-leads-away": {
    level: "beware",
    es: "En la cola {queue} quien marca una tecla puede salir por el contexto {value}, también el cliente de una devolución.",
    en: "In the queue {queue} callers who press a key may leave by the context {value}, the customer of a return call as well.",
  },
  "announces-hold-time": {
    level: "beware",
    es: "La cola {queue} anuncia la espera ({setting}={value}): las devoluciones esperan segundos en la cola, y lo anunciado sería muy poco.",
    en: "The queue {queue} announces the wait ({setting}={value}): return calls wait seconds in the queue, and what is announced would be too little.",
  },
  "announces-to-first": {
    level: "beware",
    es: "La cola {queue} habla también al primero de la fila (announce-to-first-user): el agente que contesta espera a que termine.",
    en: "The queue {queue} talks to the first in line too (announce-to-first-user): an agent who answers waits until it is over.",
  },
  "announcement-replaced": {
    level: "beware",
    es: "La cola {queue} tiene un aviso para el agente (announce): en las devoluciones oye el de Espera en su lugar.",
    en: "The queue {queue} has an announcement for agents (announce): with return calls they hear that of Espera in its place.",
  },
  "routine-replaced": {
    level: "beware",
    es: "La cola {queue} tiene una rutina para sus agentes ({setting}): en las devoluciones corre la de Espera en su lugar. Para que corran las dos, imprima el dialplan de nuevo con --queue-gosub.",
    en: "The queue {queue} has a routine for its agents ({setting}): with return calls that of Espera runs in its place. Print the dialplan again with --queue-gosub, and both run.",
  },
  "penalty-rule-restarts": {
    level: "beware",
    es: "La cola {queue} cambia penalidades según la espera (defaultrule={value}): para una devolución la cuenta empieza de nuevo. Imprima el dialplan de nuevo.",
    en: "The queue {queue} changes penalties by the wait (defaultrule={value}): for a return call that wait starts again from zero. Print the dialplan again.",
  },
  "negative-penalty-invalid": {
    level: "beware",
    es: "En la cola {queue} no se llama a miembros con penalidad negativa (negative_penalty_invalid = yes): Espera los ve libres. Páuselos, o sáquelos de la cola.",
    en: "In the queue {queue} members with a negative penalty are not called (negative_penalty_invalid = yes): Espera sees them free. Pause them, or take them out of the queue.",
  },
  "member-without-state": {
    level: "missing",
    es: "En la cola {queue} Asterisk no sabe si estos agentes están hablando: {members}. Parecen libres siempre: a nadie se le ofrece nada, y les timbra mientras hablan. Déles una interfaz de estado, como Local/ana@agentes/n,0,Ana,PJSIP/ana.",
    en: "In the queue {queue} Asterisk does not know whether these agents are talking: {members}. They always seem free: nobody is offered anything, and they are rung while they talk. Give them a state interface, like Local/ana@agents/n,0,Ana,PJSIP/ana.",
  },
  "member-half-seen": {
    level: "beware",
    es: "En la cola {queue} solo se ven las llamadas de la cola, no las demás, de {members}. Déles una interfaz de estado, como PJSIP/ana o hint:101@ext-local.",
    en: "In the queue {queue} only calls of the queue are seen, and no others, of {members}. Give them a state interface, like PJSIP/ana or hint:101@ext-local.",
  },
  "member-with-penalty": {
    level: "beware",
    es: "En la cola {queue} tienen penalidad {members}: Espera los cuenta como a los demás. Los límites que ponga su dialplan (QUEUE_MAX_PENALTY) póngalos también a las devoluciones.",
    en: "In the queue {queue} these have a penalty: {members}. Espera counts them like the others. Set limits that your dialplan sets (QUEUE_MAX_PENALTY) for return calls as well.",
  },
  "dialplan-without-nodest": {
    level: "missing",
    es: "Los agentes de {queue} se llaman por from-queue, y {context} no pone NODEST: ninguna llamada llegaría a ellos. Imprima el dialplan de nuevo.",
    en: "Agents of {queue} are called through from-queue, and {context} does not set NODEST: no call would reach them. Print the dialplan again.",
  },
  "caller-id-lacking": {
    level: "beware",
    es: "Ni callerId ni el endpoint {endpoint} dicen qué número se muestra: muchos clientes no contestan un número oculto, y algunos operadores no lo cursan. Ponga callerId.",
    en: "Neither callerId nor the endpoint {endpoint} says which number is shown: many customers do not pick up a withheld number, and some carriers refuse it. Set callerId.",
  },
  "wrap-up-differs": {
    level: "beware",
    es: "La cola {queue} tiene wrapuptime={found} y la configuración wrapUpS: {wanted}. Póngalos iguales.",
    en: "The queue {queue} has wrapuptime={found} and the configuration wrapUpS: {wanted}. Make them equal.",
  },
  "queue-elsewhere": {
    level: "untested",
    es: "La cola {queue} no está en queues.conf (¿realtime?): sus ajustes no se prueban.",
    en: "The queue {queue} is not in queues.conf (realtime?): its settings are not tested.",
  },
  "prompts-lacking": {
    level: "missing",
    es: "No hay audios en {folder}: cópielos, vea docs/prompts.md.",
    en: "There are no prompts in {folder}: copy them, see docs/prompts.md.",
  },
  "prompts-incomplete": {
    level: "missing",
    es: "En {folder} faltan audios: {names}.",
    en: "In {folder} prompts are missing: {names}.",
  },
  "prompts-elsewhere": {
    level: "untested",
    es: "Los audios no se prueban: Asterisk no dice qué archivos tiene, y {folder} no se ve desde esta máquina.",
    en: "The prompts are not tested: Asterisk does not say what files it has, and {folder} cannot be seen from this machine.",
  },
  "check-may-not": {
    level: "untested",
    es: "El usuario {username} no puede {action} (le falta {class}): {what} no se prueba.",
    en: "The user {username} may not {action} (it lacks {class}): {what} is not tested.",
  },
} as const satisfies Readonly<Record<string, FindingText>>;

export type FindingCode = keyof typeof findings;

/** Something that a check found. */
export interface Finding {
  readonly code: FindingCode;
  readonly details: Readonly<Record<string, string | number>>;
}

export function finding(code: FindingCode, details: Finding["details"] = {}): Finding {
  return { code, details };
}

export function findingLevel({ code }: Finding): FindingLevel {
  return findings[code].level;
}

/** The finding's sentence. */
export function sentence({ code, details }: Finding, language: "es" | "en"): string {
  return findings[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? "?"));
}
