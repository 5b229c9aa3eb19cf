import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type CountryCode,
  getCountries,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { NumberRules } from "../../src/operation/number-rules.ts";
import { isCostly } from "../../src/operation/numbers/costly-ranges.ts";

interface Country {
  /** What it is: the number as somebody shows or keys it. */
  readonly refused: Readonly<Record<string, string>>;
  /** Numbers that customers have, and those that only look like the refused. */
  readonly dialled: Readonly<Record<string, string>>;
}

/** Made up; a valid one may belong to somebody. */
const table: Readonly<Record<string, Country>> = {
  CO: {
    refused: {
      "premium, as once dialled": "019012345678",
      "premium by 900": "+579002345678",
      premium: "+579012345678",
      "premium of eleven digits": "+5719001234567",
      "data by 940": "+579402345678",
      free: "018000123456",
      emergency: "123",
      "directory assistance": "113",
      "service code": "#300",
      "half a landline": "6012345",
    },
    dialled: {
      mobile: "3001234567",
      "mobile of a newer range": "3501234567",
      "mobile abroad": "+573231234567",
      "landline in Bogotá": "6013077022",
      "landline in Medellín": "+576044567890",
      "landline on the coast": "6053456789",
    },
  },
  MX: {
    refused: {
      premium: "+529001234567",
      "premium, as once dialled": "019001234567",
      free: "8001234567",
      "shared cost": "3001234567",
      personal: "+525001234567",
      emergency: "911",
      "directory assistance": "040",
    },
    dialled: {
      "Mexico City": "5512345678",
      "Mexico City's second code": "5612345678",
      Guadalajara: "3312345678",
      Monterrey: "8112345678",
      Cancún: "9981234567",
      Oaxaca: "9511234567",
      Tijuana: "6641234567",
      Tepic: "3111234567",
    },
  },
  US: {
    refused: {
      premium: "9002345678",
      "premium within an area code": "2129762345",
      "premium within another": "+13059769999",
      "directory assistance": "2125551212",
      "directory assistance of another area code": "+14155551212",
      "for fiction": "2125550123",
      "an exchange of a short code": "+12124112345",
      personal: "5002345678",
      "personal by 521": "+15212345678",
      "personal by 533": "+15332345678",
      "personal by 544": "+15442345678",
      "personal by 566": "+15662345678",
      "personal by 577": "+15772345678",
      "personal by 588": "+15882345678",
      "the carrier's own": "7002345678",
      "the government's": "+17102345678",
      Canada: "+16002345678",
      "Canada's satellites": "+16222345678",
      free: "8002345678",
      "free by 833": "8332345678",
      information: "411",
      emergency: "911",
      "community services": "211",
      Jamaica: "+18762345678",
      "Jamaica's second code": "+16582345678",
      "the Dominican Republic": "8092345678",
      "the Bahamas": "+12423456789",
      Antigua: "+12684567890",
      Grenada: "+14734567890",
      "Turks and Caicos": "+16492345678",
      "the British Virgin Islands": "+12844967890",
    },
    dialled: {
      "New York": "2122345678",
      "an exchange of 555 that is neither for help nor for fiction": "2125552368",
      "New York's 976 at the end": "2122340976",
      "an exchange of 970": "2129702345",
      Florida: "+13052345678",
      "Oregon, whose area code begins with 5": "5032345678",
      Louisiana: "5042345678",
      Arizona: "5202345678",
      "New Jersey's overlay": "5512345678",
      "Missouri's overlay": "5572345678",
      Oklahoma: "5802345678",
      Alaska: "9072345678",
      Tennessee: "9012345678",
      Hawaii: "8082345678",
      California: "+17072345678",
      Virginia: "7032345678",
      Arkansas: "+18702345678",
      Texas: "9562345678",
    },
  },
  ES: {
    refused: {
      "premium by 803": "803123456",
      "premium by 806": "+34806123456",
      "premium by 807": "0034807123456",
      televoting: "905123456",
      "premium data": "907123456",
      "shared cost by 901": "901123456",
      "shared cost by 902": "+34902123456",
      free: "900123456",
      "personal by 700": "700123456",
      "personal by 704": "+34704123456",
      "personal by 707": "707123456",
      directory: "11888",
      emergency: "112",
    },
    dialled: {
      mobile: "612345678",
      "mobile by 71": "711234567",
      "mobile by 74": "744123456",
      Madrid: "912345678",
      "Madrid's second code": "812345678",
      Barcelona: "932345678",
      Sevilla: "954123456",
      Tenerife: "922345678",
      "the Balearics": "971234567",
    },
  },
  AR: {
    refused: {
      premium: "06001234567",
      "premium by 609": "06091234567",
      "premium by 605": "+546051234567",
      free: "08001234567",
      "shared cost": "08101234567",
      "no area code": "+546701234567",
      emergency: "911",
    },
    dialled: {
      "Buenos Aires": "01123456789",
      "mobile in Buenos Aires": "01115 23456789",
      "mobile abroad": "+5491123456789",
      Córdoba: "03514123456",
      Mendoza: "+542614123456",
      "mobile in Rosario": "+5493415123456",
    },
  },
  CL: {
    refused: {
      "shared cost": "6001234567",
      "shared cost of nine digits": "+56600123456",
      "value added": "7001234567",
      free: "800123456",
      "by price": "+56809123456",
      emergency: "133",
    },
    dialled: {
      mobile: "961234567",
      "mobile by 98": "+56981234567",
      Santiago: "221234567",
      Concepción: "412345678",
      "Punta Arenas": "+56612212345",
      Valdivia: "632212345",
      VoIP: "442345678",
    },
  },
  PE: {
    refused: {
      premium: "080512345",
      "premium by 808": "080812345",
      "shared cost": "080112345",
      personal: "080212345",
      free: "080012345",
      emergency: "105",
    },
    dialled: {
      mobile: "912345678",
      "mobile by 900, which elsewhere is premium": "900123456",
      "mobile by 905": "+51905123456",
      Lima: "014123456",
      Cusco: "084234567",
      Puno: "+5151234567",
    },
  },
  EC: {
    refused: {
      premium: "1900123456",
      "shared cost": "1700123456",
      free: "1800123456",
      emergency: "911",
    },
    dialled: {
      mobile: "0991234567",
      "mobile abroad": "+593981234567",
      Quito: "022345678",
      Guayaquil: "+59342345678",
      Cuenca: "072345678",
    },
  },
  BR: {
    refused: {
      premium: "0900123456",
      "shared cost": "0300123456",
      telemarketing: "0303123456",
      donations: "0500123456",
      free: "08001234567",
      "a company's": "40041234",
      emergency: "190",
    },
    dialled: {
      "mobile in São Paulo": "11987654321",
      "mobile in Manaus": "+5592987654321",
      "São Paulo": "1132345678",
      Brasília: "+556132345678",
      "Porto Alegre": "5132345678",
      Ceará: "+558532345678",
    },
  },
  GB: {
    refused: {
      "personal by 070": "07012345678",
      "personal by 0702": "+447023456789",
      premium: "09012345678",
      "premium by 098": "+449812345678",
      "by price, 0871": "08712345678",
      "by price, 0845": "+448451234567",
      "by price, 0844": "08443456789",
      "by price, 0870": "08701234567",
      free: "08081570192",
      "a company's": "05512345678",
      "voice over the Internet": "05612345678",
      pager: "+447641234567",
      directory: "118500",
      emergency: "999",
      Guernsey: "+441481234567",
      "a mobile in Jersey": "+447797123456",
    },
    dialled: {
      mobile: "07400123456",
      "mobile by 079": "+447912123456",
      "mobile by 071": "07123456789",
      London: "02079460123",
      "Reading, which begins as directories do": "01184960123",
      Manchester: "+441614960123",
      Cardiff: "02920180123",
      "Newport in Wales": "01633123456",
    },
  },
  VE: {
    refused: {
      premium: "09001234567",
      "shared cost": "05001234567",
      "shared cost by 501": "+585011234567",
      free: "08001234567",
      data: "+584001234567",
    },
    dialled: { mobile: "04121234567", "mobile abroad": "+584241234567", Caracas: "02121234567" },
  },
};

/** Numbers of no country, which anybody can show. */
const acrossCountries: Readonly<Record<string, string>> = {
  "Iridium's satellites": "+881612345678",
  "Globalstar's satellites": "+881812345678",
  "Inmarsat's satellites": "+870773123456",
  "Thuraya's satellites": "+8821612345678",
  "networks of ships and aircraft": "+88213123456",
  "networks by 883": "+883510012345",
  "premium rate": "+979123456789",
  free: "+80012345678",
  "shared cost": "+80812345678",
  "personal numbers": "+878101234567",
  relief: "+888123456789",
};

function rulesOf(country: string, countries = [country]): NumberRules {
  return new NumberRules({ country, countries, sharedNumbers: [], ownNumbers: [], timeZone: "UTC" });
}

describe("ranges that cost the dialling centre more than an ordinary call", () => {
  for (const [country, { refused, dialled }] of Object.entries(table)) {
    it(`are refused in ${country}, and what its customers have is dialled`, () => {
      const rules = rulesOf(country);
      for (const [what, number] of Object.entries(refused))
        assert.notEqual(rules.judge(number).verdict, "dialable", `${what}: ${number}`);
      for (const [what, number] of Object.entries(dialled))
        assert.equal(rules.judge(number).verdict, "dialable", `${what}: ${number}`);
    });
  }

  it("are refused as well when the country is one of several that are listed", () => {
    const rules = rulesOf("DE", getCountries());
    for (const [country, { refused }] of Object.entries(table)) {
      const parsed = Object.values(refused)
        .map((number) => parsePhoneNumberFromString(number, country as CountryCode))
        // The islands of a code are countries, and dialled where they are listed.
        .filter((number) => number?.country === country);
      assert.ok(parsed.length > 1, country);
      for (const { number } of parsed as PhoneNumber[])
        assert.notEqual(rules.judge(number).verdict, "dialable", `${country}: ${number}`);
    }
  });

  it("are those of satellites and of services without a country too, whatever countries are listed", () => {
    const rules = rulesOf("CO", getCountries());
    for (const [what, number] of Object.entries(acrossCountries)) {
      assert.notEqual(rules.judge(number).verdict, "dialable", `${what}: ${number}`);
      assert.ok(isCostly(number.slice(1, 4), number.slice(4)), what);
    }
  });

  it("never hold the mobile number that libphonenumber has as the example of a country, but the fiction of North America", () => {
    let compared = 0;
    for (const country of getCountries() as CountryCode[]) {
      const example = parsePhoneNumberFromString(examples[country], country);
      if (!example?.isValid() || /^1...55501/.test(example.number.slice(1))) continue;
      compared++;
      assert.equal(isCostly(example.countryCallingCode, example.nationalNumber), false, example.number);
    }
    assert.ok(compared > 200);
  });
});
