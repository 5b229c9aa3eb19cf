/**
 * A text of the table of keys in Spanish: how a value is written, its default or its meaning. `null` when it has no Spanish
 * yet. Looked up by the English text, so a text that changes needs a new Spanish one.
 */
export function keyTextInSpanish(english: string): string | null {
  const range = /^(whole )?number, ([\d.]+) to ([\d.]+)(, or `never`)?$/.exec(english);
  if (range) {
    const [, whole, from, to, orNever] = range;
    return `número${whole ? " entero" : ""}, de ${from} a ${to}${orNever ? ", o `never`" : ""}`;
  }
  return isOnlyCode(english) ? english : (spanishKeyTexts[english] ?? null);
}

/** Only values, as they are written; there may be several. */
function isOnlyCode(text: string): boolean {
  return /^`[^`]+`(?:, `[^`]+`)*$/.test(text);
}

/** The Spanish of each text of the table of keys, by its English; ranges and values alone need none. */
export const spanishKeyTexts: Readonly<Record<string, string>> = {
  // How a value is written.
  list: "lista",
  text: "texto",
  keys: "claves",
  "text or number": "texto o número",
  "IANA name, like `America/Bogota`": "nombre de IANA, como `America/Bogota`",
  "two letters (ISO 3166)": "código de dos letras (ISO 3166)",
  "list of two letters (ISO 3166)": "lista de códigos de dos letras (ISO 3166)",
  'list of numbers like `"+576015550100"`': 'lista de números como `"+576015550100"`',
  "whole number from 1": "número entero desde 1",
  "like `80 % in 20 s`, `80 % en 20 s` or `80/20`": "como `80 % in 20 s`, `80 % en 20 s` o `80/20`",
  "`place`, `window`, `flexible`, or keys": "`place`, `window`, `flexible` o claves",
  "like `08:00-16:00`": "como `08:00-16:00`",
  "like `08:00-18:00`, or keys": "como `08:00-18:00`, o claves",
  "like `07:00-21:00`, or keys": "como `07:00-21:00`, o claves",
  "like `07:00-21:00`, or `closed`": "como `07:00-21:00`, o `closed`",
  "list of `5` to `60` by fives, `90`, `120`, `180`, `240`":
    "lista de `5` a `60` de cinco en cinco, `90`, `120`, `180`, `240`",
  "letters, digits, `-` and `_`, like `vip`": "letras, dígitos, `-` y `_`, como `vip`",
  "letters, digits, `_` and `-`": "letras, dígitos, `_` y `-`",
  "list of days like `2026-12-31`": "lista de días como `2026-12-31`",
  "a class's `name`": "el `name` de una clase",
  "a skill's `id`": "el `id` de un skill",
  "list of skills' `id`": "lista de `id` de skills",
  "address or name": "dirección o nombre",
  "`true`, `false` or keys": "`true`, `false` o claves",
  "whole path": "ruta completa",
  "like `postgres://espera@db.example/espera?sslmode=verify-full`":
    "como `postgres://espera@db.example/espera?sslmode=verify-full`",
  "a host's name": "el nombre de una máquina",
  "list of addresses or networks": "lista de direcciones o redes",
  "like `PJSIP/{number}@trunk`, or a list": "como `PJSIP/{number}@trunk`, o una lista",
  "like `Clinic <6011234567>`": "como `Clinic <6011234567>`",
  "folder with a slash at its end, or keys": "carpeta, con una barra al final, o claves",
  "whole path with a slash at its end": "ruta completa, con una barra al final",
  "whole number, 0 to 1000000, or `usual`, `none`": "número entero, 0 a 1000000, o `usual`, `none`",

  // Defaults.
  required: "obligatoria",
  none: "ninguno",
  nothing: "nada",
  empty: "vacío",
  any: "cualquiera",
  "a file in the data folder": "un archivo en la carpeta de datos",
  "that of `PGPASSWORD` or of `~/.pgpass`": "la de `PGPASSWORD` o de `~/.pgpass`",
  never: "nunca",
  "no limit": "sin tope",
  "`usual` with Asterisk, `none` with a simulated exchange":
    "`usual` con Asterisk, `none` con una central simulada",
  "no country's": "ningún país",
  "this machine": "esta máquina",
  "those of its keys": "los de sus claves",
  "that of `country`": "el de `country`",
  "that of `host`": "el de `host`",
  "that of the exchange": "el de la central",
  "the trunk's": "el de la troncal",
  "the operation's name": "el nombre de la operación",
  "this or `asterisk`": "esta o `asterisk`",
  "this or `simulated`": "esta o `simulated`",
  "`on`, `auto`, `shadow`, `off`": "`on`, `auto`, `shadow`, `off`",
  "`on` with a simulated exchange, `shadow` with Asterisk":
    "`on` con una central simulada, `shadow` con Asterisk",
  "`30`, with a window": "`30`, con ventana",
  "`1`, with a window": "`1`, con ventana",
  "whenever a person may be called": "siempre que se puede llamar a una persona",
  "`closed`, where days are named": "`closed`, si se nombran días",
  "as many as there are agents free, or about to be": "tantas como agentes libres, o por quedar libres",
  "the authorities that this machine trusts": "las entidades en las que confía esta máquina",
  "that of `secretFile`, or of the variable `ESPERA_AMI_SECRET`":
    "el de `secretFile`, o el de la variable `ESPERA_AMI_SECRET`",
  "none: names are not recorded": "ninguna: no se graban nombres",

  // Meanings: the operation.
  "The operations that this server runs.": "Las operaciones de este servidor.",
  "Where the journal is kept, if not in the data folder. Every command looks for it in the `espera.yaml` of its data folder, so it can stand in that file only.":
    "Dónde se guarda el diario, si no es en la carpeta de datos. Cada comando lo busca en el `espera.yaml` de su carpeta de datos; por eso solo puede estar en ese archivo.",
  "A PostgreSQL database, version 15 or newer. With `sslmode=verify-full` the server has to show a certificate of its name; `sslrootcert` names the file of the authority that signed it. With several servers, `db1.example,db2.example`, Espera finds the one that is the primary.":
    "Una base de datos PostgreSQL, versión 15 o posterior. Con `sslmode=verify-full` el servidor tiene que mostrar un certificado a su nombre; `sslrootcert` indica el archivo de la autoridad que lo firmó. Si hay varios servidores, `db1.example,db2.example`, Espera encuentra el que es el primario.",
  "The file with the database user's password.":
    "El archivo con la contraseña del usuario de la base de datos.",
  "The name that commands and the page use; unique. Another name is another operation, with a journal of its own.":
    "El nombre que usan las órdenes y la página; único. Otro nombre es otra operación, con su propio diario.",
  "Days, calling hours and reports are in this zone.":
    "La zona de los días, los horarios de llamada y los informes.",
  "Its country: numbers written without a country are of this one.":
    "Su país. De él son los números escritos sin país.",
  "Whose numbers may be dialled. A number is called while calling hours allow it here and where its owner may be.":
    "Los países a cuyos números se puede marcar. A un número se le llama mientras el horario lo permita aquí y donde pueda estar su dueño.",
  "Numbers that many people share, such as a company's switchboard: each call from one counts as another person.":
    "Números que comparten muchas personas, como la centralita o el conmutador de una empresa: cada llamada desde uno cuenta como otra persona.",
  "The operation's own numbers. They are never called back, no matter who shows or keys one. The `callerId` of the exchange always counts as one of them.":
    "Los números de la propia operación. Nunca se les devuelve la llamada, los muestre o los marque quien sea; el `callerId` de la central está entre ellos de todos modos.",
  "Its skills.": "Sus skills.",
  "The number by which reports name it; unique.": "El número con el que lo nombran los informes; único.",
  "Its name; unique.": "Su nombre; único.",

  // A skill.
  "Its service level: this share of its calls answered within this time.":
    "Su nivel de servicio: esta parte de sus llamadas, contestada en este tiempo.",
  "`on`: callers are offered a return call. `auto`: only while the target is at risk, or no agent is there; see [by itself](callbacks.md#by-itself). `shadow`: everything is decided and journaled, nothing is played. `off`: never offered.":
    "`on`: a quienes llaman se les ofrece la devolución. `auto`: solo mientras la meta esté en riesgo, o no haya ningún agente; vea [por sí sola](callbacks.es.md#por-sí-sola). `shadow`: todo se decide y se anota, nada suena. `off`: nunca se ofrece.",
  "When smart wait switches itself on and off, with `smartWait: auto`; see [by itself](callbacks.md#by-itself).":
    "Cuándo se enciende y se apaga sola la espera inteligente, con `smartWait: auto`; vea [por sí sola](callbacks.es.md#por-sí-sola).",
  "On when the half hour ends below the target with more than this probability.":
    "Se enciende cuando la media hora termina por debajo de la meta con más que esta probabilidad.",
  "Off again when it is below this one, which is not above `onAbove`.":
    "Se apaga cuando baja de esta, que no es mayor que `onAbove`.",
  "For so many seconds it stays on at least.": "Durante cuántos segundos sigue encendida como mínimo.",
  "as long as two calls take, and at least 300": "lo que duran dos llamadas, y al menos 300",
  "Callers are offered a return call when their predicted wait exceeds this many seconds.":
    "Segundos de espera prevista a partir de los cuales se ofrece la devolución.",
  "How waits are predicted. `plain`: from callers ahead and recent answers. `learned`: from all that the line has shown; see [planning](planning.md#what-would-espera-have-decided-last-month).":
    "Cómo se prevén las esperas. `plain`: por quienes van delante y las respuestas recientes. `learned`: por todo lo que ha mostrado la fila; vea [planear](planning.es.md#qué-habría-decidido-espera-el-mes-pasado).",
  "With `judgement: learned`: the share of callers whose wait ends before the end of what they are promised; see [promises](callbacks.md#what-is-promised).":
    "Con `judgement: learned`: la parte de quienes llaman cuya espera termina antes del final de lo que se les promete; vea [lo que se promete](callbacks.es.md#lo-que-se-promete).",
  "Whether the offer is withheld from a few callers at random, 1 in 10 and later 1 in 50, so that its effect can be measured; see [the hold-out](callbacks.md#the-hold-out).":
    "Dice si a unos pocos, al azar, no se les hace la oferta (1 de cada 10 y después 1 de cada 50) para poder medir su efecto; vea [el grupo de control](callbacks.es.md#el-grupo-de-control).",
  "Which of the three lifts `service_level_up` of `diagram_2` shows; see [three levels](measuring-lift.md#three-levels-side-by-side).":
    "Cuál de las tres mejoras muestra `service_level_up` en `diagram_2`; vea [los tres niveles](measuring-lift.es.md#tres-niveles-uno-al-lado-del-otro).",
  "Whether new callbacks are registered. With `false` those that were promised are still called.":
    "Dice si se registran devoluciones nuevas. Con `false` se siguen llamando las prometidas.",
  "Whether open callbacks are called. With `false` they wait until this is `true` again, or expire.":
    "Dice si se llaman las devoluciones abiertas. Con `false` esperan a que vuelva a ser `true`, o vencen.",
  "`place`: each is called when nobody who arrived earlier waits on the phone. `window`: live callers go first, and a callback is called when agents are idle or the end of its promised time comes near. `flexible`: the same within the shorter time that `place` would promise; see [disciplines](brain.md#disciplines).":
    "`place`: cada una se llama cuando ya no espera al teléfono nadie que llegara antes. `window`: van primero quienes siguen al teléfono, y una devolución se llama cuando hay agentes sin nada que hacer o se acerca el final del plazo prometido. `flexible`: lo mismo, pero dentro del plazo más corto que prometería `place`; véanse las [disciplinas](brain.md#disciplines).",
  "Whether callers who wait in the queue and were never asked are asked there, once, when their wait comes to exceed `offerAfterS` or smart wait switches itself on; only where the phone system can take them out of the queue.":
    "Si a quienes esperan en la cola y nunca se les preguntó se les pregunta allí, una sola vez, cuando su espera llega a superar `offerAfterS` o la espera inteligente se enciende; solo si la central puede sacarlos de la cola.",
  "How long the promised window is.": "Cuánto dura la ventana que se promete.",
  "This many idle agents are kept for live callers.":
    "Agentes libres que se guardan para quienes siguen al teléfono.",
  "When a callback whose turn has come is dialled; see [when they are called](callbacks.md#when-the-customer-is-called).":
    "Cuándo se marca una devolución cuyo turno llegó; vea [cuándo se le llama](callbacks.es.md#cuándo-se-le-llama).",
  "A callback is dialled once an agent is free, or will be with this probability by the time the customer has confirmed. With a higher value customers wait less, and agents wait more.":
    "Una devolución se marca cuando hay un agente libre, o lo habrá con esta probabilidad cuando el cliente haya confirmado. Con un valor mayor los clientes esperan menos, y los agentes más.",
  "0.9 where an agent is held, else 0.5": "0.9 donde se reserva un agente; si no, 0.5",
  "Whether an agent is held for a return call, where the exchange can.":
    "Dice si se reserva un agente para la devolución, donde la central puede.",
  "Whether an agent is held for its return calls, by a placeholder in the queue: [where that works, and what it costs](asterisk.md#holding-an-agent).":
    "Dice si se reserva un agente para sus devoluciones, con una llamada que guarda el puesto en la cola: [dónde sirve, y qué cuesta](asterisk.es.md#reservar-un-agente).",
  "When its agents work, in the operation's zone: its callbacks are called, and promised, within these hours only.":
    "Cuándo trabajan sus agentes, en la zona de la operación: sus devoluciones se llaman, y se prometen, solo en este horario.",
  "Hours of Mondays.": "El horario de los lunes.",
  "Hours of Tuesdays.": "El horario de los martes.",
  "Hours of Wednesdays.": "El horario de los miércoles.",
  "Hours of Thursdays.": "El horario de los jueves.",
  "Hours of Fridays.": "El horario de los viernes.",
  "Hours of Saturdays.": "El horario de los sábados.",
  "Hours of Sundays.": "El horario de los domingos.",
  "What becomes of callbacks that are left when it closes: called from the next opening on, little by little, or ended.":
    "Qué pasa con las devoluciones que quedan al cerrar: se llaman desde la próxima apertura, poco a poco, o se terminan.",
  "The law whose hours apply as well; see [rule packs](#rule-packs).":
    "La ley cuyos horarios también rigen; vea [las reglas de ley](#las-reglas-de-ley).",
  "How much is promised and dialled at most.": "Cuánto se promete y se marca como mucho.",
  "With this many open callbacks nobody else is offered one.":
    "Devoluciones abiertas con las que ya no se le ofrece a nadie más.",
  "Return calls under way at once.": "Devoluciones en curso a la vez.",
  "Nobody is offered a return call whose promise would end later than so many hours from now.":
    "Horas que puede tardar una promesa como mucho: a nadie se le ofrece una devolución que se prometería para más tarde.",
  "When callers who wait in the queue already are asked, where the exchange can take them out of it.":
    "Cuándo se les pregunta a quienes ya esperan en la cola, donde la central los puede sacar de ella.",
  "A key that they press while they wait.": "Con una tecla que pulsan mientras esperan.",
  "Once they have waited so many seconds, without a key.":
    "Segundos de espera tras los que se les pregunta, sin ninguna tecla.",
  "Only while at least this many are ahead of them: callers whose turn is near are not asked.":
    "Cuántos deben tener por delante, como mínimo: a quienes tienen cerca su turno no se les pregunta.",
  "What callers are asked besides yes or no.": "Qué se les pregunta a quienes llaman, además de sí o no.",
  "Callers hear the number that will be called, and confirm it.":
    "Oyen el número al que se llamará, y lo confirman.",
  "Callers may key another number. Without it, callers who withhold theirs cannot be called back.":
    "Pueden marcar otro número. Sin esto no se le puede devolver la llamada a quien oculta el suyo.",
  "Callers say their name, at most 3 s, and hear it when they are called.":
    "Dicen su nombre, en 3 s como mucho, y lo oyen cuando se les llama.",
  "After how many minutes callers may ask to be called instead, at the offer and in the return call. Times shorter than their wait, or outside the hours, are not offered.":
    "Dentro de cuántos minutos pueden pedir que se les llame, en la oferta y en la devolución. No se ofrecen los plazos más cortos que su espera, ni los que caen fuera del horario.",

  // Classes, attempts, hours, limits, retention.
  "Classes of callers who stand in line before others. Waits, promises and thresholds count from the arrival.":
    "Clases de quienes llaman y van antes en la fila. Las esperas, las promesas y los umbrales cuentan desde la llegada.",
  "The name of the class in the phone system and in reports.":
    "El nombre de la clase en el sistema telefónico y en los informes.",
  "Callers of the class stand in line as if they had arrived so many seconds earlier.":
    "Segundos que se adelanta su turno: los de la clase están en la fila como si hubieran llegado antes.",
  "How customers are dialled.": "Cómo se les marca a los clientes.",
  "The most attempts for one callback.": "Intentos de una devolución, como mucho.",
  "How many attempts may end in this way before the callback ends, whatever is left of `max`.":
    "Cuántos intentos pueden terminar así antes de que termine la devolución, quede lo que quede de `max`.",
  "… after it was busy.": "… si estaba ocupado.",
  "… after nobody answered.": "… si no contestó nadie.",
  "… after a machine answered.": "… si contestó una máquina.",
  "… after the dialling failed.": "… si falló la marcación.",
  "Seconds for which a phone rings.": "Segundos que timbra un teléfono.",
  "Seconds before the next attempt, by the result of the one before.":
    "Segundos hasta el siguiente intento, según cómo terminó el anterior.",
  "A first retry within this many seconds keeps the place in line; later retries get the time they are made for.":
    "Segundos en los que un primer reintento conserva el turno; los reintentos posteriores tienen por turno la hora para la que se hacen.",
  "When a person may be called: the same hours every day, or hours by weekday. Where days are named, nobody is called on the others.":
    "Cuándo se puede llamar a una persona: el mismo horario todos los días, o por día de la semana. Si se nombran días, en los demás no se llama a nadie.",
  "Days on which no skill is open and nobody is called, in the operation's zone.":
    "Días en que no abre ningún skill y no se llama a nadie, en la zona de la operación.",
  "The public holidays of this country, whatever the year.": "Los festivos de este país, de cualquier año.",
  "Further days.": "Otros días.",
  "How much is promised and dialled at most; days are local.":
    "Cuánto se promete y se marca como mucho; los días son los locales.",
  "Callbacks registered for one number on one day.":
    "Devoluciones que se registran para un número en un día.",
  "The same for a number that was keyed, rather than called from.":
    "Lo mismo, para un número que se marcó y no del que se llamó.",
  "Callbacks registered on one day by callers who withhold their number and key one, all of them together.":
    "Devoluciones que registran en un día, entre todos, quienes ocultan su número y marcan otro.",
  "Callbacks registered on one day; above it nobody is offered one. `usual`: three times a usual day of the operation, and at least 50; see [a faked caller id](faked-caller-id.md).":
    "Devoluciones que se registran en un día; al llegar al tope no se ofrecen más. `usual`: tres veces un día habitual de la operación, y 50 como mínimo; vea [un número suplantado](faked-caller-id.es.md).",
  "Return calls under way at once, in all skills: no more than the trunk has lines to spare.":
    "Devoluciones en curso a la vez, en todos los skills: no más que las líneas que le sobran a la troncal.",
  "Diallings of one number within 24 hours, by all operations of this server together.":
    "Marcaciones a un número en 24 horas, entre todas las operaciones de este servidor.",
  "Each one allows 1,000 requests a day to the compatible API, from all tokens of the operation together.":
    "Cada licencia da 1.000 peticiones al día a la interfaz compatible, entre todos los tokens de la operación.",
  "`file`, `page`": "`file`, `page`",
  "Who rules the settings of its skills. `file`: this file. `page`: administrators change them on the page, and this file says only what a new skill begins with.":
    "Quién manda en los ajustes de sus skills. `file`: este archivo. `page`: los administradores los cambian en la página, y este archivo solo dice con qué empieza un skill nuevo.",
  "How long personal data, and how long the journal is kept.":
    "Cuánto se guardan los datos personales, y cuánto el diario.",
  "For how many whole months the steps of the journal are kept; then they are deleted. Reports keep their rows. See [closed months](operating.md#closed-months).":
    "Cuántos meses completos se guardan los pasos del diario; después se borran. Los informes conservan sus filas. Vea [meses cerrados](operating.es.md#meses-cerrados).",
  "Hours for which a recorded name is kept after its callback ended.":
    "Horas que se guarda un nombre grabado después de terminar su devolución.",
  "For how many days after its last use a number is kept.":
    "Días que se guarda un número después de usarse por última vez.",
  "A callback ends if it was not reached within this many hours of being registered.":
    "Horas después de registrarse en que una devolución termina, si no se ha logrado.",

  // The simulated exchange.
  "The phone system: one of the two.": "El sistema telefónico: uno de los dos.",
  "A phone system made of a clock and chance.": "Un sistema telefónico hecho de un reloj y de azar.",
  "The same seed brings the same callers.": "La misma semilla trae a las mismas personas.",
  "Past days lived through at the first start.": "Días pasados que se viven al arrancar por primera vez.",
  "How many of the callers are in each of the operation's classes.":
    "Cuántos de quienes llaman son de cada clase de la operación.",
  "At most one entry for each class.": "Una entrada por clase, como mucho.",
  "Share of the callers that is in the class.": "Parte de quienes llaman que es de la clase.",
  "Who calls.": "Quiénes llaman.",
  "The skill that they call; at most one entry for each.":
    "El skill al que llaman; una entrada por skill, como mucho.",
  "Calls on an ordinary weekday, on average; Saturdays and Sundays bring fewer.":
    "Llamadas de un día hábil corriente, en promedio; los sábados y domingos traen menos.",
  "Seconds an agent speaks, on average.": "Segundos que habla un agente, en promedio.",
  "Seconds after which a caller gives up, on average.":
    "Segundos tras los que alguien se cansa y cuelga, en promedio.",
  "Calls an hour that come on top in the first half hour after each start: a line in trouble to look at.":
    "Llamadas por hora que llegan de más en la primera media hora después de cada arranque: una fila en problemas, para verla.",
  "Who answers: groups of agents who work alike.": "Quiénes atienden: grupos de agentes que trabajan igual.",
  "How many agents work like this.": "Cuántos agentes trabajan así.",
  "What they answer, the first being what they are for.": "Qué atienden; el primero es el suyo.",
  "When they work, in the operation's zone; `22:00-06:00` ends the next day.":
    "Cuándo trabajan, en la zona de la operación; `22:00-06:00` termina al día siguiente.",
  "Seconds after each call in which they take no other.":
    "Segundos después de cada llamada en los que no toman otra.",
  "Share of them that works on Saturdays.": "Parte de ellos que trabaja los sábados.",
  "Share of them that works on Sundays.": "Parte de ellos que trabaja los domingos.",

  // Asterisk.
  "A real one: [Asterisk](asterisk.md).": "Uno real: [Asterisk](asterisk.es.md).",
  "How Espera reaches Asterisk's manager.": "Cómo llega Espera al manager de Asterisk.",
  "Where Asterisk's manager is.": "Dónde está el manager de Asterisk.",
  "Its port.": "Su puerto.",
  "Speak [TLS](asterisk.md#an-espera-on-another-machine), to the port of `tlsbindaddr`.":
    "Habla [TLS](asterisk.es.md#un-espera-en-otra-máquina), con el puerto de `tlsbindaddr`.",
  "The certificates (PEM) of the authority that signed Asterisk's; Asterisk's own, if it signed itself.":
    "Los certificados (PEM) de la entidad que firmó el de Asterisk; el del propio Asterisk, si él mismo lo firmó.",
  "The name in Asterisk's certificate, if it differs from `host`.":
    "El nombre que dice el certificado de Asterisk, si no es `host`.",
  "The user in manager.conf.": "El usuario de manager.conf.",
  "Its secret. Better not here: a file of its own, or the environment.":
    "Su contraseña. Mejor no aquí: en un archivo aparte, o en el entorno.",
  "A file whose only line is the secret. Not together with `secret`.":
    "Un archivo cuya única línea es la contraseña. No junto con `secret`.",
  "How Asterisk reaches Espera.": "Cómo llega Asterisk a Espera.",
  "Where Espera listens for Asterisk's `AGI()` lines.":
    "Dónde escucha Espera las líneas `AGI()` de Asterisk.",
  "The port.": "El puerto.",
  "From where calls may be brought.": "Desde dónde se pueden traer llamadas.",
  "The channel that a return call dials. `{number}` is `+573001112233`, `{national}` is `3001112233`. Of several the next is dialled where [one cannot place the call](asterisk.md#trunks-and-what-customers-see).":
    "El canal por el que se marca una devolución. `{number}` es `+573001112233`, `{national}` es `3001112233`. Si son varios, se marca por el siguiente cuando [por uno no se puede](asterisk.es.md#las-troncales-y-lo-que-ve-el-cliente).",
  "What the customer's phone shows. Without it many trunks show `Anonymous`.":
    "Lo que muestra el teléfono del cliente. Sin él muchas troncales muestran `Anonymous`.",
  "What the CDR of a return call says.": "Lo que dice el CDR de una devolución.",
  "Its field `userfield`.": "Su campo `userfield`.",
  "Its field `accountcode`, which the agent's leg has as well.":
    "Su campo `accountcode`, que tiene también el tramo del agente.",
  "Where the [prompts](prompts.md) are in Asterisk's sounds; or, with `asterisk` and `espera`, a folder of their own, in which [administrators replace them](prompts.md#replacing-one-on-the-page) on the page.":
    "Dónde están los [mensajes](prompts.md) entre los sonidos de Asterisk; o, con `asterisk` y `espera`, una carpeta solo para ellos, en la que [los administradores los reemplazan](prompts.md#replacing-one-on-the-page) en la página.",
  "The folder for recorded names, which both Asterisk and Espera must reach: it is the same one, by the path that each sees.":
    "La carpeta de los nombres grabados, a la que deben llegar Asterisk y Espera: es la misma, con la ruta con que la ve cada uno.",
  "The folder as Asterisk sees it.": "La carpeta como la ve Asterisk.",
  "The same folder as Espera sees it.": "La misma carpeta como la ve Espera.",
  "The queues that are skills of Espera.": "Las colas que son skills de Espera.",
  "Its name in queues.conf. Of letters, digits, `_` and `-` it is its extension in the dialplan too.":
    "Su nombre en queues.conf. Si solo tiene letras, dígitos, `_` y `-`, es también su extensión en el dialplan.",
  "Its extension in the dialplan, where [its name cannot be one](asterisk.md#names-of-queues).":
    "Su extensión en el dialplan, si [su nombre no puede serlo](asterisk.es.md#nombres-de-las-colas).",
  "The skill that it is in Espera. Several queues may be one skill: [one line](asterisk.md#one-skill-of-several-queues).":
    "El skill que es en Espera. Varias colas pueden ser un skill: [una sola fila](asterisk.es.md#un-skill-de-varias-colas).",
  "Its `wrapuptime` in queues.conf, which Asterisk's events do not report.":
    "Su `wrapuptime` de queues.conf, que los eventos de Asterisk no cuentan.",
  "The smallest penalty of the agents who get its callers when they arrive: `QUEUE_MIN_PENALTY` of the dialplan, or of its rule at 0 seconds.":
    "La menor penalidad de los agentes que reciben sus llamadas cuando entran: `QUEUE_MIN_PENALTY` del dialplan, o de su regla a los 0 segundos.",
  "The largest: `QUEUE_MAX_PENALTY`. Agents beyond the two are not counted as free for the queue.":
    "La mayor: `QUEUE_MAX_PENALTY`. Los agentes por fuera de las dos no cuentan como libres para la cola.",
  "What the customer's phone shows in its return calls.":
    "Lo que muestra el teléfono del cliente en sus devoluciones.",

  // Sign-in.
  "A value that the claim has, as the provider sends it: a group's name, with Entra ID its object id.":
    "Un valor del claim, tal como lo envía el proveedor: el nombre de un grupo; con Entra ID, su identificador de objeto.",
  "What they [may do](operating.md#people-who-sign-in).":
    "Qué [pueden hacer](operating.es.md#las-personas-que-entran).",
  "The `name` of the operation that they see.": "El `name` de la operación que ven.",
  "all for administrators, else the only one there is":
    "todas para quien administra; si no, la única que hay",
  "list of skills' `name`": "lista de `name` de skills",
  "The skills of it that they see. Administrators see all.":
    "Los skills de ella que ven. Quienes administran los ven todos.",
  "all of the operation": "todos los de la operación",
  "Whether they see numbers of people whole.": "Si ven enteros los números de las personas.",
  "like `https://sso.example.com/realms/company`": "como `https://sso.example.com/realms/company`",
  "The provider's address, as it names itself; its `/.well-known/openid-configuration` says the rest. Without TLS only on this machine.":
    "La dirección del proveedor, como él mismo se nombra; su `/.well-known/openid-configuration` dice lo demás. Sin TLS, solo en esta misma máquina.",
  "What Espera is called at the provider.": "Cómo se llama Espera en el proveedor.",
  "A file whose only line is the client's secret.": "Un archivo cuya única línea es el secreto del cliente.",
  "What the button on the page calls the provider: a company's name, `Google`.":
    "Cómo nombra al proveedor el botón de la página: el nombre de la empresa, `Google`.",
  "the host of `issuer`": "el host de `issuer`",
  "What is asked for; some providers give groups for a scope only.":
    "Qué se le pide; algunos proveedores solo dan los grupos si se pide un scope.",
  "The claim that says what somebody is: a text or a list of them, in the ID token or from the provider's userinfo address.":
    "El claim que dice qué es cada quien: un texto o una lista de textos, en el ID token o en la dirección userinfo del proveedor.",
  "What people are in Espera by the values of the claim. The first that fits counts; nobody comes in without one.":
    "Qué es cada quien en Espera según los valores del claim. Cuenta el primero que corresponda; sin ninguno no se entra.",
  "Whether they may by name and password. A link from `npx espera user link` always works.":
    "Si se puede con nombre y contraseña. Un enlace de `npx espera user link` sirve siempre.",
  "By [the company's own sign-in](operating.md#the-companys-own-sign-in), with OpenID Connect.":
    "Con [la entrada de la propia empresa](operating.es.md#la-entrada-de-la-propia-empresa), por OpenID Connect.",
  "How people sign in to the page. A change counts from the next start.":
    "Cómo se entra a la página. Un cambio vale desde el próximo arranque.",
};
