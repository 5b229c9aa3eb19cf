import { type Fault, type FaultCode, filledIn } from "../../faults/faults.ts";
import type { Language } from "../language.ts";
import { byPattern, type Patterns } from "./by-pattern.ts";
import { configurationProblemsInSpanish } from "./configuration-problem-words.ts";
import { recordingProblem } from "./recording-problems.ts";

/** The sentence of a fault in the reader's language. Logs have the English one, `fault.message`. */
export function faultSentence({ code, details, message }: Fault, language: Language): string {
  return language === "es" ? filledIn(spanishFaults[code], detailsInSpanish(code, details)) : message;
}

/** What readers of recorded calls and schemas of the configuration say; other details are a machine's or a person's own words. */
function detailsInSpanish(code: FaultCode, details: Fault["details"]): Fault["details"] {
  const spanish = code.startsWith("recording-")
    ? (text: string) => recordingProblem(text, "es")
    : code === "config-invalid" || code === "settings-refused"
      ? configurationProblemsInSpanish
      : code === "journal-shorter"
        ? (text: string) => byPattern(text, shorterInSpanish)
        : null;
  if (!spanish) return details;
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === "string" && SAID_BY_READERS.has(name) ? spanish(value) : value,
    ]),
  );
}

/** What is said of a journal that lost steps. */
const shorterInSpanish: Patterns = [
  [/^it is empty$/, "está vacío"],
  [
    /^operation (\d+) ends with step (\d+), and step (\d+) was durable$/,
    "la operación $1 termina en el paso $2, y el paso $3 ya estaba asegurado",
  ],
  [
    /^it was copied without its log while a server was writing it$/,
    "se copió sin su registro mientras un servidor lo escribía",
  ],
];

const SAID_BY_READERS: ReadonlySet<string> = new Set(["problem", "problems", "reason", "outcome"]);

/** The catalogue of faults in Spanish. What fills a sentence in may be a machine's own words. */
export const spanishFaults: Readonly<Record<FaultCode, string>> = {
  "address-unusable":
    "Espera no puede escuchar en {host}:{port} ({problem}). Indique otro --port u otro --host.",
  "agi-secret-unreadable":
    "No se puede leer el secreto de las direcciones del dialplan en {file} ({problem}). Dé permiso de lectura al usuario de Espera; o bórrelo, imprima el dialplan de nuevo y recárguelo.",
  "agi-secret-unwritable":
    "No se puede guardar en {file} el secreto de las direcciones del dialplan ({problem}). Imprima el dialplan con el usuario de Espera y con el mismo --data del servidor.",
  "answer-lost":
    "El servidor que usa {directory} no respondió ({problem}); puede que se haya detenido. No se sabe si hizo lo que usted pidió: mírelo antes de pedirlo otra vez.",
  "append-unknown":
    "No se sabe si los últimos pasos quedaron escritos: la base de datos no respondió, o no esperó a su réplica. Espera lo averigua por sí sola en cuanto la base de datos responda.",
  "archive-not-found": "No existe el archivo {file}. Indique el que escribió npx espera journal archive.",
  "archive-not-next":
    "El archivo tiene los pasos {from} a {to}, y el diario empieza en el paso {first}. Devuelva primero el archivo cuyo último paso es el anterior a ese.",
  "archive-target-exists":
    "Ya existe el archivo {file}, y los pasos archivados nunca reemplazan otro. Indique otro nombre.",
  "archive-unreadable":
    "No se puede leer el archivo {file}: {problem}. Está dañado, o no tiene pasos archivados. Use otra copia.",
  "archived-meanwhile":
    "Otro proceso archivó o borró pasos de {operation} al mismo tiempo. No se perdió nada: mire qué hay con npx espera journal verify y vuelva a intentarlo.",
  "asterisk-ca-unreadable":
    "No se pueden leer los certificados de tls.ca en {file} ({problem}). Indique un archivo PEM que el usuario de Espera pueda leer.",
  "asterisk-not-configured":
    "Ninguna operación de {file} usa un Asterisk. Ponga exchange: asterisk en una; npx espera asterisk dialplan imprime un ejemplo.",
  "asterisk-secret-missing":
    "Falta la contraseña del manager (AMI) de Asterisk. Póngala en el archivo que indica secretFile o en ESPERA_AMI_SECRET.",
  "asterisk-secret-unreadable":
    "No se puede leer la contraseña del manager de Asterisk en {file} ({problem}). Dé permiso de lectura al usuario de Espera.",
  "backup-by-database":
    "Este diario está en PostgreSQL, que hace sus propias copias de seguridad. Use pg_dump, o pg_basebackup para todo el servidor.",
  "backup-target-exists":
    "Ya existe el archivo {file}, y una copia de seguridad nunca reemplaza otra. Indique otro nombre.",
  "body-encoded": "No se aceptan cuerpos comprimidos ({encoding}). Envíelo sin comprimir.",
  "body-too-large": "El cuerpo pasa de los {bytes} bytes que se aceptan aquí. Envíe menos.",
  "body-type-unknown": "Aquí no se acepta un cuerpo de ese tipo. Envíe uno de estos: {known}.",
  "calculation-refused": "Eso no se puede calcular: {problem}.",
  "call-unknown": "No hay ninguna llamada {id} en {operation}. Vea: npx espera why.",
  "callback-unknown": "No hay ninguna devolución {id} en {operation}. Vea: npx espera callbacks list --all.",
  "client-secret-unreadable":
    "No se puede leer el secreto que indica signIn.oidc.clientSecretFile, {file} ({problem}). Escríbalo allí en una sola línea y dé permiso de lectura al usuario de Espera.",
  "config-invalid": "La configuración {file} no se puede usar. Corrija esto:{problems}",
  "config-not-found":
    "No hay un archivo de configuración {file}. Indique uno con --config, o no indique ninguno.",
  "control-not-understood":
    "No se entiende la respuesta del servidor ({problem}). Use la misma versión de Espera para el servidor y para la orden.",
  "copy-source-changed":
    "El diario cambió después de que empezó la copia en {place}. Vacíe {place} y empiece la copia de nuevo.",
  "copy-target-used":
    "Ya hay un diario en {place}, y una copia nunca se hace sobre otro diario. Indique un lugar vacío.",
  "copy-unfinished":
    "La copia en {place} se interrumpió y no está completa. Termínela: npx espera store copy --to database.",
  "country-unknown": "{country} no es un país. Use sus dos letras (ISO 3166), como CO.",
  "cursor-unknown":
    "No se conoce ese cursor. Envíe uno que haya recibido con una lista o un informe, o ninguno.",
  "database-unreachable":
    "No se puede consultar la base de datos del diario: {problem}. Mire si está en marcha, y si la dirección y la contraseña de store: en espera.yaml son correctas.",
  "date-invalid": "{value} no es una fecha. Escriba año, mes y día, como 1999-03-31.",
  "dates-reversed": "El último día ({to}) es anterior al primero ({from}). Intercámbielos.",
  "directory-in-use":
    "Otro Espera está usando los datos de {directory}. Deténgalo, o dé a este un directorio propio con --data.",
  "directory-open":
    "Cualquiera en esta máquina puede cambiar o leer {path} (permisos {rights}), y Espera no puede quitar ese permiso. Dele a Espera una carpeta propia con --data, o quítelo usted: chmod o-rwx {path}",
  "directory-unusable":
    "No se puede usar el directorio de datos {directory} ({problem}). Dé permiso de escritura en él al usuario de Espera, o indique otro con --data.",
  "display-code-unknown":
    "Ninguna pantalla espera ahora con el código {code}. Use el que muestra; cambia cada diez minutos.",
  "displays-full":
    "Ya hay {most} pantallas por aceptar, y no caben más. Acéptelas, o vuelva a intentarlo en diez minutos.",
  "headers-too-large": "La cabecera de la petición pasa de {bytes} bytes. Envíe menos.",
  "journal-busy":
    "Otro proceso lleva demasiado tiempo escribiendo el diario. Espere a que termine y vuelva a intentarlo.",
  "journal-conflict":
    "El paso {seq} no sigue al último de la serie {run}: otro proceso escribe esta operación. Detenga uno de los dos.",
  "journal-damaged":
    "No se puede leer el paso {seq} de la serie {run}: {problem}. Detenga Espera y vuelva a la última copia de seguridad.",
  "journal-file-damaged":
    "El archivo del diario, espera.db, está dañado o no es un diario: {problem}. Detenga Espera y vuelva a la última copia de seguridad.",
  "journal-migration-changed":
    "La migración {migration} de {file} no es la que conoce este Espera: alguien cambió el archivo o el programa. Use el Espera que lo escribió.",
  "journal-newer":
    "Los datos de {file} son de un Espera más nuevo (esquema {found}; este conoce hasta el {known}). Actualice Espera.",
  "journal-not-found":
    "No hay un diario {file}. Arranque Espera una vez, o indique el directorio con --data.",
  "journal-not-sealed":
    "No se puede archivar ningún mes anterior a {month}: un mes se cierra cuando empieza el siguiente, o ya se archivó. Indique un mes posterior, o espere.",
  "journal-older":
    "Los datos de {file} son de un Espera anterior (esquema {found}; este usa el {known}). Arranque una vez el servidor nuevo y los pondrá al día.",
  "journal-shorter":
    "A los datos de {file} les faltan sus últimos pasos: {problem}. Ponga otra vez a su lado su registro de escritura (espera.db-wal). Si ya no existe, o si restauró a propósito una copia anterior, siga sin ellos: npx espera journal accept.",
  "journal-unreadable":
    "No se puede leer el diario: {problem}. Dé permiso de lectura y escritura al usuario de Espera en espera.db, en los archivos que empiezan con ese nombre y en su carpeta; o repare el disco.",
  "journal-unwritable":
    "No se puede escribir el diario: {problem}. Libere espacio en su disco o corrija sus permisos.",
  "line-grows-without-end":
    "{agents|1 agente no da|# agentes no dan} abasto con {load} erlangs de trabajo, y nadie desiste: la fila crece sin fin. Ponga al menos {needed|1 agente|# agentes}, o la paciencia de quienes llaman con --patience-s.",
  "line-newer":
    "La fila de esta operación la escribió un Espera más nuevo ({found}; este conoce {known}), que sí puede atenderla. Actualice este.",
  "link-refused":
    "Ese enlace ya se usó o se venció. Pida otro: npx espera user link NOMBRE; la demostración muestra uno en cada arranque.",
  "load-file-invalid":
    "Con {file} no se puede planear ({place}): hacen falta las columnas calls_per_hour y aht_s, con números. Imprímalo con npx espera report staffing --csv.",
  "method-unknown": "Esta dirección no acepta ese método. Use: {known}.",
  "nodes-running":
    "Ya hay nodos que trabajan con esta base de datos: {nodes}. Arranque este servidor con --node NOMBRE, para que comparta las operaciones con ellos.",
  "not-owner":
    "Otro nodo atiende ahora la operación {operation}. Este la detuvo, y no le manda nada más a su central.",
  "numbers-masked":
    "El token ve los números enmascarados, así que no puede buscar por ellos. Use uno que los vea enteros.",
  "operation-closed":
    "La operación se cerró antes de responder a la orden. Mire en un momento si se ejecutó.",
  "operation-missing":
    "Todavía no hay ninguna operación. Arranque Espera, o importe llamadas con npx espera import.",
  "operation-not-named": "Hay varias operaciones. Diga cuál: {choices}.",
  "operation-unreachable":
    "La parte de Espera que atiende las operaciones no respondió ({problem}). Las llamadas siguen. Vuelva a preguntar en un momento.",
  "operation-unknown": "No hay ninguna operación llamada {name}. Las que hay: {known}.",
  "order-refused": "{why}",
  "origin-refused":
    "La petición viene de otro sitio, o el navegador no dijo de cuál. Use la página de Espera; los programas envían un token.",
  "passwords-off":
    "Aquí nadie entra con contraseña. Entre de la otra manera, o pídale un enlace a quien administra.",
  "path-unknown": "No hay nada en esta dirección. Vea: /v1/openapi.json.",
  "person-unknown": "La operación {operation} no guarda nada de ese número.",
  "prompt-unknown": "No hay audio de un mensaje {id} en el idioma {language}. Mire otra vez la lista.",
  "prompts-folder-unusable":
    "No se puede usar la carpeta de los mensajes, {folder} ({problem}). Dele permiso de escribir en ella al usuario con que corre Espera.",
  "prompts-not-replaceable":
    "Espera no ve los audios que oye quien llama a {operation}. Póngalos en una carpeta que vean Espera y Asterisk: prompts con asterisk y espera, en espera.yaml.",
  "prompts-missing":
    "En {file} no hay texto para {names}. Escriba cada uno; prompts/when.yaml dice cuándo se oye.",
  "prompts-unreadable": "No se puede usar {file}: {problem}. Compárelo con prompts/es/language.yaml.",
  "preview-busy":
    "Otra persona está calculando el efecto de un cambio en esta operación. Vuelva a intentarlo en unos minutos.",
  "preview-without-calls":
    "No hay llamadas de los últimos siete días para ver el efecto. Mire otra vez cuando haya pasado un día.",
  "provider-missing":
    "A esta página solo se entra con nombre y contraseña: no hay otra entrada configurada. Vea signIn en espera.yaml.",
  "provider-refused":
    "{name} no confirmó quién es usted. Entre otra vez; si se repite, el log de Espera dice por qué.",
  "provider-unreachable":
    "{name} no responde en este momento. Inténtelo en un rato, o entre con nombre y contraseña.",
  "query-stopped": "La consulta tardó demasiado y se detuvo. Pida menos de una vez.",
  "range-too-long": "Pidió más de {days} días de una vez. Pida menos.",
  "reader-stopped":
    "El hilo que responde los informes se detuvo ({problem}). Vuelva a preguntar: otro ocupa su lugar.",
  "recording-changed":
    "{file} ya no da las mismas llamadas que cuando empezó su importación: cambió, se indicó otra --time-zone, o desde entonces otro archivo trajo algunas. Impórtelo como estaba entonces, o quite lo empezado con npx espera journal drop.",
  "recording-day-empty": "{file} no tiene llamadas del {date}. Tiene llamadas del {first} al {last}.",
  "recording-invalid": "{file} no es un registro de llamadas utilizable: {problem}. No se cambió nada.",
  "recording-known":
    "{file} ya se importó en {operation} el {when}, con {calls|1 llamada|# llamadas}. No se cambió nada.",
  "recording-nothing-new": "{operation} ya tiene todas las llamadas de {file} ({calls}). No se cambió nada.",
  "recording-outcome-lost":
    "{count|Se omitiría la única fila|Se omitirían las # filas} de {file} con el resultado {outcome} ({reason}), y lo que queda hablaría de otro centro. Diga qué significa la palabra, por ejemplo --outcomes {outcome}=answered, o =abandoned, o =skip para filas que no son llamadas. No se cambió nada.",
  "recording-rows-bad":
    "{file} tiene {count|1 fila que no se puede usar. Corríjala, o sáltela|# filas que no se pueden usar. Corríjalas, o sáltelas} con --skip-bad. No se cambió nada.{problems}",
  "output-unwritable":
    "No se puede escribir {file}: {problem}. Libere espacio, o diga un archivo en otra carpeta.",
  "password-unreadable":
    "No se puede leer la contraseña de {file} ({problem}). Indique un archivo que pueda leer con --password-from.",
  "password-weak":
    "Esa contraseña se adivina con facilidad. Use de {shortest} a {longest} caracteres, no uno repetido ni solo el nombre.",
  "recording-unreadable": "No se puede leer {file}: {problem}. No se cambió nada.",
  "report-too-large": "En esos días hay más de {rows} llamadas. Pida menos días cada vez.",
  "request-failed": "Algo falló; el log tiene los detalles. Vuelva a intentarlo más tarde.",
  "request-invalid": "No se entiende la petición: {problem}.",
  "request-slow": "La petición llegó demasiado despacio. Envíela otra vez.",
  "requests-at-once":
    "Este token ya tiene {most} peticiones en curso, y no puede tener más. Vuelva a preguntar cuando termine una.",
  "requests-used-up":
    "Se agotaron las peticiones de hoy ({limit}, entre todos los tokens de la operación). Vuelva a preguntar después de la medianoche de la operación.",
  "role-missing": "Eso solo lo puede hacer quien administra todas las operaciones. Pídaselo.",
  "role-unmapped":
    "{name} lo conoce, pero usted no tiene ningún rol en Espera. Pídale a quien administra que lo ponga en un grupo que lo tenga.",
  "run-kept":
    "La serie {run} es {kind} y está {state}: solo se puede quitar una generada o importada que quedó incompleta.",
  "run-unknown": "No hay ninguna serie {run} en {operation}. Vea: npx espera journal unfinished.",
  "operation-recorded":
    "La operación {name} guarda llamadas de un centro real; las simuladas no van entre ellas. Dé otro nombre a la operación simulada.",
  "operation-simulated":
    "La operación {name} guarda llamadas simuladas; las de un centro real no van entre ellas. Dé otro nombre a la operación real.",
  "server-not-running":
    "No hay ningún servidor en marcha con los datos de {directory}, así que no se hizo nada. Arránquelo: esto solo lo puede hacer el servidor en marcha.",
  "session-ended": "La sesión terminó. Vuelva a entrar.",
  "session-unknown": "No hay ninguna sesión {id}. Quizá ya terminó: mire la lista otra vez.",
  "settings-conflict":
    "La versión {version} de los ajustes no sigue a la {newest}: otro proceso los cambió. Vuelva a leerlos y cámbielos después.",
  "settings-from-file":
    "Los ajustes de esta operación vienen de {file}. Cámbielos allí y recargue, o escriba allí settings: page para cambiarlos aquí.",
  "settings-outdated":
    "Alguien más cambió los ajustes mientras tanto; ahora son la versión {version}. Mírelos otra vez y luego cámbielos.",
  "settings-refused": "Estos ajustes no se pueden usar. Corrija esto:{problems}",
  "settings-version-unknown": "No hay una versión {version} de los ajustes a la cual volver.",
  "sign-in-in-the-clear":
    "Aquí la contraseña viajaría a la vista. Abra la página por https: con --tls-cert y --tls-key, o detrás de un proxy con TLS.",
  "sign-in-not-begun":
    "Esta entrada no empezó en este navegador, o empezó hace más de 10 minutos. Empiécela de nuevo.",
  "sign-in-refused":
    "El nombre y la contraseña no corresponden. Revise los dos; quien administra puede poner otra contraseña.",
  "sign-in-slow": "Hubo demasiados intentos. Espere {seconds|1 segundo|# segundos} y vuelva a intentarlo.",
  "scope-missing":
    "El token no puede hacer eso: necesita uno de estos permisos: {scopes}. Elíjalos con npx espera token set ID --scope.",
  "skill-renumbered":
    "El skill {name} tiene el número {kept} en el diario y en sus informes; no puede pasar a ser el {wanted}. Déjele su número, o dele otro nombre.",
  "skill-unknown": "No hay ningún skill {name}. Los que hay: {known}.",
  "sorting-impossible":
    "El registro no está en orden de tiempo, y ordenarlo necesita espacio en {directory}: {problem}. Libere espacio ahí, diga otro directorio en TMPDIR, o entregue el registro ordenado por sus horas.",
  "sound-form-wrong":
    "El archivo tiene {bits} bits, {channels|1 canal|# canales} y {hertz} Hz. Guárdelo con 16 bits, 1 canal (mono) y 8000 o 16000 Hz.",
  "sound-length-wrong":
    "La grabación dura {seconds} s. Un mensaje no puede estar vacío, y dura como máximo {most} s: después la llamada pasa a la fila sin esperar a que termine.",
  "sound-unreadable":
    "Eso no es un archivo WAV de sonido sin comprimir (PCM), o está cortado. Guarde la grabación como WAV, con 16 bits, 1 canal (mono) y 8000 o 16000 Hz.",
  "steps-archived":
    "Los pasos hasta el final de {month} se archivaron o se borraron; el diario de la serie {run} empieza en el paso {seq}. Devuelva los archivados con npx espera journal restore.",
  "streams-full":
    "No caben más conexiones en vivo: los topes son {ofToken} por token, {ofOperation} por operación y {most} en total. Cierre una, o vuelva a intentarlo más tarde.",
  "time-zone-fixed":
    "La operación {name} y sus informes están en la zona horaria {kept}; no puede pasar a {wanted}. Déjele su zona, o cree una operación nueva con otro nombre.",
  "time-zone-unknown": "{zone} no es una zona horaria. Use un nombre de IANA, como America/Bogota.",
  "store-not-named":
    "El espera.yaml de {directory} no indica ninguna base de datos. Ponga en él store: con su dirección.",
  "token-missing": "Hace falta un token, en Authorization: Bearer … o en la cabecera wolkvox-token.",
  "token-refused": "El token no es válido. Vea: npx espera token list.",
  "token-unknown": "No hay ningún token válido {id}. Vea: npx espera token list.",
  "upload-records-bad":
    "{count|1 registro no se puede usar; abajo está|# registros no se pueden usar; abajo está cada uno} con su motivo. No se cambió nada.",
  "upload-too-large":
    "Un envío tiene como máximo {records} registros y {bytes} bytes. Envíe menos de una vez.",
  "uploads-full":
    "No se pueden recibir más envíos a la vez: los topes son {ofOperation} por operación y {most} en total, y una cantidad de bytes. Haga uno después de otro.",
  "user-last-administrator": "{name} es la última persona que administra. Cree otra antes.",
  "user-name-taken": "Ya existe {name}. Elija otro nombre, o cambie el que hay.",
  "user-settings-wrong":
    "Solo quien administra puede tener todas las operaciones, y ve todos los skills; una pantalla nunca muestra números de teléfono. Cambie los ajustes de este usuario.",
  "user-unknown": "No existe {name}. Vea: npx espera user list.",
  "version-missing": "Diga qué versión de la devolución vio: su ETag en If-Match, o su versión en el cuerpo.",
  "what-if-busy":
    "En esta operación se está simulando el registro de otra persona. Espere a que se borre, a más tardar una hora después de su último uso.",
  "what-if-no-room":
    "En el disco del servidor no hay espacio para este registro. Envíe menos días, o pida que liberen espacio.",
  "what-if-not-ready":
    "Eso no se puede hacer ahora: el registro no está completo, se borró o se está simulando. Mire cómo va, o envíelo otra vez.",
  "what-if-out-of-order":
    "Esta parte del registro no sigue a la anterior: han llegado {received} de {bytes} bytes. Siga desde ahí, una parte después de otra.",
  "what-if-unknown": "No existe ese registro, o es de otra persona. Envíelo otra vez.",
};
