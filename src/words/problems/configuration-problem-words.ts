import { byPattern, type Patterns } from "./by-pattern.ts";

/** The problems of a configuration, as its schemas and the reader of its YAML say them, in Spanish. */
export function configurationProblemsInSpanish(english: string): string {
  return byPattern(english, inSpanish);
}

/** The longest first: some are the beginning of others. */
const inSpanish: Patterns = [
  [
    /begin the keys of one level in the same column, and close what \[ or \{ opens before the next line at its level/g,
    "empiece las claves de un mismo nivel en la misma columna, y cierre lo que abren [ o { antes de la siguiente línea de su nivel",
  ],
  [
    /this does not belong here: put the text in quotes, or look for a colon or a comma that is missing/g,
    "esto no va aquí: ponga el texto entre comillas, o busque los dos puntos o la coma que faltan",
  ],
  [
    /between \[ \] or \{ \} separate the entries by commas, without dashes or lines of their own/g,
    "entre [ ] o { } separe lo que va dentro con comas, sin guiones ni líneas propias",
  ],
  [
    /put this value in quotes: its first character has a meaning of its own in YAML/g,
    "ponga este valor entre comillas: su primer carácter significa otra cosa en YAML",
  ],
  [
    /write the key, a colon, a blank and then its value, all on one line/g,
    "escriba la clave, dos puntos, un espacio y luego su valor, todo en una línea",
  ],
  [
    /write one key on a line, and put a text with a colon in quotes/g,
    "escriba una clave por línea, y ponga entre comillas un texto con dos puntos",
  ],
  [
    /use single quotes around a text with a backslash/g,
    "ponga entre comillas simples un texto con una barra invertida",
  ],
  [/put a text that begins with & or \* in quotes/g, "ponga entre comillas un texto que empieza con & o *"],
  [/put a text that begins with (!|%) in quotes/g, "ponga entre comillas un texto que empieza con $1"],
  [/a quote is opened and never closed/g, "se abren unas comillas y no se cierran"],
  [/indent with blanks, not with tabs/g, "use espacios al comienzo de la línea, no tabuladores"],
  [/this is nested too deeply/g, "esto está anidado a demasiada profundidad"],
  [
    /this is no telephone number: leave it out, callers who show it are strangers to each other anyway/g,
    "esto no es un número de teléfono: quítelo, quienes lo muestran ya son desconocidos entre sí",
  ],
  [
    /write it like "Clinic <6011234567>", up to 80 characters/g,
    'escríbalo como "Clinic <6011234567>", hasta 80 caracteres',
  ],
  [
    /no alias helps here: give the queue another name in queues\.conf, of at most 79 bytes, with no blank at either end, and without control characters, unpaired parentheses and any of/g,
    "aquí no sirve un alias: dele a la cola otro nombre en queues.conf, de a lo sumo 79 bytes, sin espacios en los extremos, sin caracteres de control, sin paréntesis sueltos y sin",
  ],
  [
    /write the channel to dial with \{number\} or \{national\} in it once, like "PJSIP\/\{number\}@trunk", or a list of them/g,
    'escriba el canal que se marca, con {number} o {national} una vez, como "PJSIP/{number}@trunk", o una lista de ellos',
  ],
  [
    /write a list of up to 9 times, each longer than the one before: 5 to 60 by fives, 90, 120, 180, 240/g,
    "escriba una lista de hasta 9 tiempos, cada uno mayor que el anterior: de 5 a 60 de cinco en cinco, 90, 120, 180, 240",
  ],
  [
    /with callingHours, openingHours and rulePack together, its callbacks could never be called/g,
    "con callingHours, openingHours y rulePack juntos, sus devoluciones nunca se podrían llamar",
  ],
  [
    /names need a folder that both can reach: say recordings under asterisk, or leave it out/g,
    "los nombres necesitan una carpeta que ambos alcancen: diga recordings en asterisk, o quítelo",
  ],
  [
    /write a shift like "08:00-16:00"; one that ends the next day like "22:00-06:00"/g,
    'escriba un turno como "08:00-16:00"; el que termina al otro día, como "22:00-06:00"',
  ],
  [
    /write hours for all days like "07:00-21:00" \(up to 24:00\), or hours by weekday/g,
    'escriba horas para todos los días como "07:00-21:00" (hasta 24:00), u horas por día de la semana',
  ],
  [
    /write letters, digits, - and _, at most 32, beginning with a letter, like vip/g,
    "escriba letras, cifras, - y _, a lo sumo 32, empezando por una letra, como vip",
  ],
  [
    /write the name in Asterisk's certificate, like asterisk\.example\.com/g,
    "escriba el nombre del certificado de Asterisk, como asterisk.example.com",
  ],
  [
    /write hours of one day like "07:00-21:00" \(up to 24:00\), or closed/g,
    'escriba las horas de un día como "07:00-21:00" (hasta 24:00), o closed',
  ],
  [
    /write a number with its country, in quotes, like "\+576015550100"/g,
    'escriba un número con su país, entre comillas, como "+576015550100"',
  ],
  [
    /give hours to at least one day: callbacks could never be called/g,
    "dele horas al menos a un día: nunca se podría devolver una llamada",
  ],
  [
    /an exchange is simulated or an Asterisk: leave one of them out/g,
    "una central es simulada o un Asterisk: quite una de las dos",
  ],
  [
    /write asterisk and espera: the folder as each of them sees it/g,
    "escriba asterisk y espera: la carpeta como la ve cada uno",
  ],
  [
    /begin with "operations:" and a list of at least one operation/g,
    'empiece con "operations:" y una lista de al menos una operación',
  ],
  [
    /the dialplan needs this name for itself: choose another one/g,
    "el dialplan usa ese nombre para sí: elija otro",
  ],
  [
    /write an address or a network, like 10\.0\.0\.7 or 10\.0\.0\.0\/8/g,
    "escriba una dirección o una red, como 10.0.0.7 o 10.0.0.0/8",
  ],
  [
    /write host, port, username and secretFile, or leave it out/g,
    "escriba host, port, username y secretFile, o quítelo",
  ],
  [
    /write up to 80 letters, digits, blanks and any of _ \. : -/g,
    "escriba hasta 80 letras, cifras, espacios y _ . : -",
  ],
  [
    /write an operation's name, timeZone, skills and exchange/g,
    "escriba name, timeZone, skills y exchange de una operación",
  ],
  [
    /write simulated: and its keys, or asterisk: and its keys/g,
    "escriba simulated: y sus claves, o asterisk: y sus claves",
  ],
  [
    /write place, window, flexible, or windowMinutes and reserveAgents/g,
    "escriba place, window, flexible, o windowMinutes y reserveAgents",
  ],
  [
    /write skill, callsPerDay, meanHandleS and meanPatienceS/g,
    "escriba skill, callsPerDay, meanHandleS y meanPatienceS",
  ],
  [
    /write a whole path with a slash at its end, like \/var\/lib\/asterisk\/espera\//g,
    "escriba una ruta completa, con una barra al final, como /var/lib/asterisk/espera/",
  ],
  [
    /write a folder of letters, digits, _ \. - and \/, with a slash at its end, like "espera\/"/g,
    'escriba una carpeta de letras, cifras, _ . - y /, con una barra al final, como "espera/"',
  ],
  [
    /write it like "80 % in 20 s" \(up to 100 % in 3600 s\)/g,
    'escríbalo como "80 % en 20 s" (hasta 100 % en 3600 s)',
  ],
  [
    /write an address or a host's name, like 127\.0\.0\.1/g,
    "escriba una dirección o el nombre de un equipo, como 127.0.0.1",
  ],
  [
    /write one configuration: leave out the line "---"/g,
    'escriba una sola configuración: quite la línea "---"',
  ],
  [
    /write a country's two letters \(ISO 3166\) like CO/g,
    "escriba las dos letras de un país (ISO 3166), como CO",
  ],
  [
    /write when callers in the queue are asked by key/g,
    "escriba por su clave cuándo se pregunta a quienes están en la cola",
  ],
  [/the secret is given above: leave one of them out/g, "la contraseña ya está arriba: quite una de las dos"],
  [
    /write a text of up to 128 characters, in quotes/g,
    "escriba un texto de hasta 128 caracteres, entre comillas",
  ],
  [
    /write a whole number from 0 to 1000000, usual or none/g,
    "escriba un número entero de 0 a 1000000, usual o none",
  ],
  [/write a whole number from 1 to 3650, or never/g, "escriba un número entero de 1 a 3650, o never"],
  [/this key stands above already: write it once/g, "esta clave ya está arriba: escríbala una vez"],
  [/write an IANA time zone like America\/Bogota/g, "escriba una zona horaria de IANA, como America/Bogota"],
  [/write the name of a class of the operation/g, "escriba el nombre de una clase de la operación"],
  [
    /write namesH, forgetNumbersAfterDays and journalMonths/g,
    "escriba namesH, forgetNumbersAfterDays y journalMonths",
  ],
  [/write when callbacks are dialled by key/g, "escriba por su clave cuándo se marcan las devoluciones"],
  [/write none, co-servicio or co-cobranza/g, "escriba none, co-servicio o co-cobranza"],
  [/write the queue's name in queues\.conf/g, "escriba el nombre de la cola en queues.conf"],
  [/write the user's name in manager\.conf/g, "escriba el nombre del usuario en manager.conf"],
  [/write host and port, or leave it out/g, "escriba host y port, o quítelo"],
  [/write a name of up to 80 characters/g, "escriba un nombre de hasta 80 caracteres"],
  [/write the operation's limits by key/g, "escriba los topes de la operación por su clave"],
  [/write what callers are asked by key/g, "escriba por su clave qué se pregunta a quienes llaman"],
  [/write the rules of attempts by key/g, "escriba las reglas de los intentos por su clave"],
  [/write true, or ca and serverName/g, "escriba true, o ca y serverName"],
  [/write the skill's limits by key/g, "escriba los topes del skill por su clave"],
  [/write userfield or accountcode/g, "escriba userfield o accountcode"],
  [/write CO: Colombia's are known/g, "escriba CO: se conocen los de Colombia"],
  [/write the skill's id and name/g, "escriba id y name del skill"],
  [/write count, skills and shift/g, "escriba count, skills y shift"],
  [/write the numbers by result/g, "escriba las cantidades por resultado"],
  [/write a day like 2026-12-31/g, "escriba un día como 2026-12-31"],
  [/write plain or learned/g, "escriba plain o learned"],
  [/write promise, strict or live/g, "escriba promise, strict o live"],
  [/write file or page/g, "escriba file o page"],
  [/write next-opening or end/g, "escriba next-opening o end"],
  [/write a whole path, like /g, "escriba una ruta completa, como "],
  [/write an address like postgres:/g, "escriba una dirección como postgres:"],
  [
    /store: put it into the espera\.yaml of the data folder, where every command looks for it/g,
    "store: póngalo en el espera.yaml de la carpeta de datos, donde lo busca cada comando",
  ],
  [/write traffic and agents/g, "escriba traffic y agents"],
  [/write the gaps by result/g, "escriba las pausas por resultado"],
  [/write a text or a number/g, "escriba un texto o un número"],
  [/write on, auto, shadow or off/g, "escriba on, auto, shadow u off"],
  [/write when smart wait is on by key/g, "escriba con claves cuándo se enciende la espera inteligente"],
  [
    /write offBelow so that it is not above onAbove, ([\d.]+)/g,
    "escriba un offBelow que no supere a onAbove, $1",
  ],
  [/write country and dates/g, "escriba country y dates"],
  [/write trunk and queues/g, "escriba trunk y queues"],
  [/write name and creditS/g, "escriba name y creditS"],
  [/write queue and skill/g, "escriba queue y skill"],
  [/write class and share/g, "escriba class y share"],
  [/a key is a plain word/g, "una clave es una palabra simple"],
  [/write true or false/g, "escriba true o false"],
  [/there is no such key; did you mean (\S+)\?/g, "no existe esa clave; ¿quiso decir $1?"],
  [/there is no such key; known here: /g, "no existe esa clave; aquí se conocen: "],
  [
    /write up to (\d+) letters, digits, _ and -, not beginning with _ or -/g,
    "escriba hasta $1 letras, cifras, _ y -, sin empezar por _ ni -",
  ],
  [/write a list of at least one skill's id/g, "escriba una lista con el id de al menos un skill"],
  [/write a list of at least one skill's traffic/g, "escriba una lista con el tráfico de al menos un skill"],
  [/write a list of at least one skill$/gm, "escriba una lista de al menos un skill"],
  [/write a list of at least one operation$/gm, "escriba una lista de al menos una operación"],
  [/write a list of at least one group of agents$/gm, "escriba una lista de al menos un grupo de agentes"],
  [/write a list of at least one class$/gm, "escriba una lista de al menos una clase"],
  [/write a list of at least one queue$/gm, "escriba una lista de al menos una cola"],
  [/write a list of at least one country$/gm, "escriba una lista de al menos un país"],
  [/write a list of at least one number$/gm, "escriba una lista de al menos un número"],
  [/write a list of at least one address$/gm, "escriba una lista de al menos una dirección"],
  [/write a list of at least one day$/gm, "escriba una lista de al menos un día"],
  [/write a number from (\S+) to (\S+)/g, "escriba un número de $1 a $2"],
  [/write a whole number from (\S+) to (\S+)/g, "escriba un número entero de $1 a $2"],
  [
    /the traffic of skill (\d+) is given above: give it once/g,
    "el tráfico del skill $1 ya está arriba: póngalo una vez",
  ],
  [/there is no class (.+); known: /g, "no hay una clase $1; se conocen: "],
  [
    /the share of class (.+) is given above: give it once/g,
    "la parte de la clase $1 ya está arriba: póngala una vez",
  ],
  [/skill (\d+) is in this list already: leave it out/g, "el skill $1 ya está en esta lista: quítelo"],
  [
    /another operation is named (.+): give each its own/g,
    "otra operación se llama $1: dele a cada una su nombre",
  ],
  [/the queue (.+) is given above: give it once/g, "la cola $1 ya está arriba: póngala una vez"],
  [
    /(\w+) is not among them, where the operation is: add it, or say country/g,
    "entre ellos no está $1, donde está la operación: agréguelo, o diga country",
  ],
  [
    /another operation listens on port (\d+): give each its own/g,
    "otra operación escucha en el puerto $1: dele a cada una el suyo",
  ],
  [
    /the queue (.+) of this Asterisk, or its alias, belongs to another operation: leave it out of one of them/g,
    "la cola $1 de este Asterisk, o su alias, es de otra operación: quítela de una de las dos",
  ],
  [
    /Asterisk's dialplan cannot tell (.+) from a queue above: a dash counts for nothing there/g,
    "el dialplan de Asterisk no distingue $1 de una cola de arriba: ahí los guiones no cuentan",
  ],
  [
    /callbacks expire before a window of (\d+) minutes ends: shorten it, or raise callbackExpiresAfterH/g,
    "las devoluciones vencen antes de que termine una ventana de $1 minutos: acórtela, o suba callbackExpiresAfterH",
  ],
  [/there is no skill with the id (\S+); known: /g, "no hay un skill con el id $1; se conocen: "],
  [
    /another skill has the id (\d+): give each its own/g,
    "otro skill tiene el id $1: dele a cada uno el suyo",
  ],
  [
    /a window of (\d+) minutes ends later than that: nobody would be offered a return call/g,
    "una ventana de $1 minutos termina después de eso: a nadie se le ofrecería la devolución",
  ],
  [/another skill is named (.+): give each its own/g, "otro skill se llama $1: dele a cada uno su nombre"],
  [/another class is named (.+): give each its own/g, "otra clase se llama $1: dele a cada una su nombre"],
  [/only 1 agent answers this skill: reserve none/g, "solo 1 agente atiende este skill: no reserve ninguno"],
  [
    /only (\d+) agents answer this skill: reserve fewer than that/g,
    "solo $1 agentes atienden este skill: reserve menos",
  ],
  [
    /\*(\S+) refers to nothing: put it in quotes if it is a text/g,
    "*$1 no remite a nada: póngalo entre comillas si es un texto",
  ],
  [/write an address like https:/g, "escriba una dirección como https:"],
  [
    /write scopes with openid among them, like openid profile groups/g,
    "escriba scopes con openid entre ellos, como openid profile groups",
  ],
  [/write a value of the claim/g, "escriba un valor del claim"],
  [/write viewer, supervisor or administrator/g, "escriba viewer, supervisor o administrator"],
  [/write an operation's name$/gm, "escriba el nombre de una operación"],
  [/write a list of at least one skill's name/g, "escriba una lista con el nombre de al menos un skill"],
  [/write a skill's name/g, "escriba el nombre de un skill"],
  [/write value and role/g, "escriba value y role"],
  [
    /write the client id that the provider gave Espera/g,
    "escriba el identificador de cliente que el proveedor le dio a Espera",
  ],
  [/write the name of a claim, like groups/g, "escriba el nombre de un claim, como groups"],
  [/write a list of at least one role$/gm, "escriba una lista de al menos un rol"],
  [
    /write issuer, clientId, clientSecretFile, claim and roles/g,
    "escriba issuer, clientId, clientSecretFile, claim y roles",
  ],
  [/write passwords or oidc and its keys/g, "escriba passwords u oidc y sus claves"],
  [/without passwords say oidc: nobody could sign in/g, "sin contraseñas diga oidc: nadie podría entrar"],
  [/there is no operation (.+); known: /g, "no hay una operación $1; se conocen: "],
  [/administrators see every skill: leave it out/g, "quienes administran ven todos los skills: quítelo"],
  [/say operation: one of /g, "diga operation: una de "],
  [/there is no skill (?!with the id)(.+); known: /g, "no hay un skill $1; se conocen: "],
  [/\bis missing: /g, "falta: "],
];
