import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
} from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { NumberRules } from "../../src/operation/number-rules.ts";
import { RecentlyUsed } from "../../src/operation/numbers/recently-used.ts";
import { haveSameClock } from "../../src/operation/numbers/zones-of-number.ts";

const timeZone = "America/Bogota";

/** The zones by the names that tests use; clocks that show the same are one. */
function sameClocks(zones: readonly string[]): string[] {
  const named = [
    "Europe/Madrid",
    "Atlantic/Canary",
    "Atlantic/Azores",
    "America/Los_Angeles",
    "Pacific/Honolulu",
  ];
  return zones.map((zone) => named.find((name) => haveSameClock(name, zone)) ?? zone).sort();
}

/** Rules of a country; only its own numbers may be dialled, unless `countries` says otherwise. */
function rulesOf(country: string, more: Partial<ConstructorParameters<typeof NumberRules>[0]> = {}) {
  return new NumberRules({
    country,
    countries: [country],
    sharedNumbers: [],
    ownNumbers: [],
    timeZone,
    ...more,
  });
}

describe("the rules of numbers", () => {
  const rules = rulesOf("CO");

  it("let valid numbers of the operation's country be dialled, however they are written", () => {
    for (const raw of ["+573001234567", "3001234567", "300 123 4567", "6013077022", "+57 601 3077022"])
      assert.equal(rules.judge(raw).verdict, "dialable", raw);
    assert.deepEqual(rules.judge("300 123 4567"), { verdict: "dialable", number: "+573001234567" });
  });

  it("read a number with its country's code whatever a carrier put before it, and give it one form", () => {
    const forms: [country: string, number: string, ...shown: string[]][] = [
      [
        "CO",
        "+573101234567",
        "00573101234567",
        "0057 3101234567",
        "0573101234567",
        "573101234567",
        "033101234567",
      ],
      ["CO", "+576014242400", "6014242400", "576014242400", "0576014242400"],
      ["MX", "+525512345678", "+5215512345678", "5215512345678", "005215512345678", "5512345678"],
      ["AR", "+5491123456789", "01115 23456789", "+54 9 11 2345-6789", "005491123456789", "5491123456789"],
      ["AR", "+5492982412345", "02982 15 412345"],
      ["CL", "+56961234567", "961234567", "56961234567", "056961234567"],
      ["PE", "+51912345678", "912345678", "0051912345678"],
      ["EC", "+593991234567", "0991234567", "00593991234567"],
      ["ES", "+34600111222", "600111222", "0034600111222", "34600111222"],
    ];
    for (const [country, number, ...shown] of forms) {
      const own = rulesOf(country);
      for (const raw of shown) {
        const judged = own.judge(raw);
        assert.deepEqual([judged.verdict, judged.number], ["dialable", number], raw);
      }
    }
    const brazil = rulesOf("BR");
    assert.equal(brazil.judge("1181234567").number, null, "a mobile number lacks its ninth digit");
  });

  it("tell where the owner of a number may be, unless clocks there are the operation's own", () => {
    const expected: [country: string, home: string, number: string, zones: string[] | undefined][] = [
      ["US", "America/New_York", "+12125552345", undefined],
      ["US", "America/New_York", "+13135552345", undefined],
      ["US", "America/New_York", "+12135552345", ["America/Los_Angeles"]],
      ["US", "America/New_York", "+18085552345", ["Pacific/Honolulu"]],
      ["US", "America/Los_Angeles", "+15415552345", ["America/Denver"]],
      ["CA", "America/Toronto", "+16045552345", ["America/Vancouver"]],
      ["MX", "America/Mexico_City", "+525512345678", undefined],
      ["MX", "America/Mexico_City", "+526641234567", ["America/Los_Angeles"]],
      ["MX", "America/Mexico_City", "+529981234567", ["America/Cancun"]],
      ["BR", "America/Sao_Paulo", "+5511987654321", undefined],
      ["BR", "America/Sao_Paulo", "+5592987654321", ["America/Manaus"]],
      ["CL", "America/Santiago", "+56221234567", undefined],
      ["CL", "America/Santiago", "+56612212345", ["America/Punta_Arenas"]],
      ["ES", "Europe/Madrid", "+34912345678", undefined],
      ["ES", "Europe/Madrid", "+34922345678", ["Atlantic/Canary"]],
      ["ES", "Europe/Madrid", "+34600111222", ["Atlantic/Canary"]],
      ["PT", "Europe/Lisbon", "+351291234567", undefined],
      ["PT", "Europe/Lisbon", "+351912345678", ["Atlantic/Azores"]],
      ["EC", "America/Guayaquil", "+593991234567", ["Pacific/Galapagos"]],
      ["EC", "America/Guayaquil", "+59322345678", undefined],
      ["AU", "Australia/Sydney", "+61861234567", ["Australia/Perth"]],
      ["RU", "Europe/Moscow", "+74951234567", undefined],
      ["RU", "Europe/Moscow", "+74232345678", ["Asia/Vladivostok"]],
      // All of Argentina has one clock, though an atlas has a dozen zones.
      ["AR", "America/Argentina/Buenos_Aires", "+5492615123456", undefined],
      ["CO", "America/Bogota", "+573001234567", undefined],
    ];
    for (const [country, home, number, zones] of expected) {
      const own = rulesOf(country, { timeZone: home });
      const judged = own.judge(number);
      assert.equal(judged.verdict, "dialable", number);
      assert.deepEqual(judged.zones && sameClocks(judged.zones), zones, number);
    }
    const states = rulesOf("US", { timeZone: "UTC" });
    assert.equal(states.judge("+18085552345").zones?.length, 1);
    const russia = rulesOf("RU", { timeZone: "Europe/Moscow" });
    assert.equal(
      russia.judge("+79161234567").zones?.length,
      10,
      "a mobile may be in any of its eleven clocks",
    );
  });

  it("refuse premium, free and foreign numbers", () => {
    for (const raw of ["19001234567", "018000123456", "+14155550123", "+34600111222", "+870773111632"])
      assert.equal(rules.judge(raw).verdict, "refused", raw);
  });

  it("take what cannot be a telephone for a number that is withheld", () => {
    const words = ["Desconocido", "Anonymous", "unavailable", "No disponible", "Privado", "Número oculto"];
    const otherWords = [
      "Inconnu",
      "Anônimo",
      "Неизвестно",
      "匿名",
      "sip:ana",
      "troncal-1",
      "Trunk 3001234567",
    ];
    const zeros = ["0", "000", "0000000000", "+570000000000", "+0000000000", "00000000000000000"];
    const repeated = ["1111111", "3333333333", "+573333333333", "9999999999", "888 888 8888"];
    const extensions = ["1", "100", "2101", "70001", "123", "*97", "911"];
    const impossible = ["1234567890", "+57300", "4802000", "+999123456789", "30012345678901234567"];
    for (const raw of [
      null,
      "",
      "  ",
      ...words,
      ...otherWords,
      ...zeros,
      ...repeated,
      ...extensions,
      ...impossible,
    ])
      assert.deepEqual(rules.judge(raw), { verdict: "anonymous", number: null }, `${raw}`);
  });

  it("take the number out of an address of SIP", () => {
    for (const raw of [
      "3001234567@198.51.100.7",
      "sip:+573001234567@carrier",
      "+573001234567;npdi",
      "tel:3001234567",
    ])
      assert.equal(rules.judge(raw).number, "+573001234567", raw);
  });

  it("recognise nobody by a number that no single telephone has", () => {
    assert.equal(rules.judge("018000123456").shared, true);
    assert.equal(rules.judge("19001234567").shared, true);
    assert.equal(rules.judge("+34600111222").shared, undefined);
  });

  it("know the operation's own numbers, however they are written", () => {
    const own = rulesOf("CO", { ownNumbers: ["+576013077022"], sharedNumbers: ["+576013077022"] });
    for (const raw of ["6013077022", "+57 601 3077022", "sip:6013077022@carrier"])
      assert.deepEqual(own.judge(raw), { verdict: "own", number: "+576013077022" });
    assert.equal(own.judge("6013077023").verdict, "dialable");
  });

  it("let numbers of the other countries that are listed be dialled, and tell in which zones they may be", () => {
    const two = rulesOf("CO", { countries: ["CO", "ES"] });
    const { zones, ...rest } = two.judge("+34600111222");
    assert.deepEqual(rest, { verdict: "dialable", number: "+34600111222" });
    assert.deepEqual(sameClocks(zones!), ["Atlantic/Canary", "Europe/Madrid"]);
    assert.deepEqual(two.judge("3001234567"), { verdict: "dialable", number: "+573001234567" });
    // Premium in Spain.
    assert.equal(two.judge("+34803123456").verdict, "refused");
    assert.equal(two.judge("+525512345678").verdict, "refused");
  });

  it("let no number be dialled of a country that is not listed, be it the operation's own", () => {
    const abroad = rulesOf("CO", { countries: ["ES"] });
    assert.equal(abroad.judge("3001234567").verdict, "refused");
    // Dear islands behind the code of a country where calls are cheap.
    const states = rulesOf("US", { countries: ["US"] });
    assert.equal(states.judge("+12125552345").verdict, "dialable");
    for (const island of ["+18762101234", "+18092345678", "+12844961234"])
      assert.equal(states.judge(island).verdict, "refused", island);
    fc.assert(
      fc.property(fc.constantFrom(...getCountries()), fc.constantFrom(...getCountries()), (listed, of) => {
        const only = rulesOf(listed);
        const number = getExampleNumber(of, examples)?.number;
        // Some islands share the code of another country, and cannot be distinguished.
        if (number && getCountryCallingCode(of) !== getCountryCallingCode(listed))
          assert.equal(only.judge(number).verdict, "refused", `${of} in ${listed}`);
      }),
      { numRuns: 300 },
    );
  });

  it("never let an emergency number be dialled, in whatever country", () => {
    const emergency = [
      "110",
      "111",
      "112",
      "113",
      "115",
      "117",
      "118",
      "119",
      "122",
      "123",
      "190",
      "191",
      "192",
    ];
    emergency.push(
      "000",
      "066",
      "080",
      "100",
      "101",
      "102",
      "103",
      "104",
      "155",
      "158",
      "911",
      "995",
      "997",
      "999",
    );
    for (const country of getCountries() as CountryCode[]) {
      const own = rulesOf(country);
      for (const number of emergency)
        assert.notEqual(own.judge(number).verdict, "dialable", `${number} in ${country}`);
    }
  });

  it("know the numbers that many people share, however they are written", () => {
    const shared = rulesOf("CO", { sharedNumbers: ["+576013077022"] });
    for (const raw of ["6013077022", "+57 601 3077022"])
      assert.deepEqual(shared.judge(raw), { verdict: "dialable", number: "+576013077022", shared: true });
    assert.equal(shared.judge("6013077023").shared, undefined);
  });

  it("judge any text without failing, and never let one be dialled that is not of the form +57…", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9*#+;,px ]{0,20}$/)), (raw) => {
        const { verdict, number } = rules.judge(raw);
        if (verdict === "dialable") assert.match(number!, /^\+57\d{8,10}$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a map of what was used recently", () => {
  it("holds the last so many that were asked for, and no more", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }))), (uses) => {
        const map = new RecentlyUsed<number, string>(4);
        let order: number[] = [];
        for (const [sets, key] of uses) {
          const held = order.includes(key);
          if (sets) map.set(key, `v${key}`);
          else assert.equal(map.get(key), held ? `v${key}` : undefined);
          if (sets || held) order = [...order.filter((other) => other !== key), key].slice(-4);
        }
      }),
    );
  });

  it("forgets what has one of the given values, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { maxLength: 6 }),
        fc.uniqueArray(fc.nat(3)),
        (entries, gone) => {
          const map = new RecentlyUsed<number, number>(10);
          for (const [key, value] of entries) map.set(key, value);
          map.forget(new Set(gone));
          const last = new Map(entries);
          for (const [key, value] of last)
            assert.equal(map.get(key), gone.includes(value) ? undefined : value);
        },
      ),
    );
  });
});
