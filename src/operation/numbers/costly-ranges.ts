/**
 * Whether a number lies in a range where the dialling side pays more than for an ordinary call, or that belongs to no one person:
 * premium and shared-cost services, free numbers of companies, personal numbers that follow their owner at the caller's
 * cost, and satellites. `callingCode` is the country's code, without the +, and `national` what follows it.
 */
export function isCostly(callingCode: string, national: string): boolean {
  return acrossCountries.has(callingCode) || (ofCountry.get(callingCode)?.test(national) ?? false);
}

/**
 * Codes that ITU-T assigned to no country (list of E.164 country codes): free (800) and shared-cost (808) international
 * numbers, satellites (870 Inmarsat; 881 Iridium, Globalstar), personal numbers (878), networks (882, 883: satellites,
 * aircraft and ships among them), relief (888), and international premium rate (979).
 */
const acrossCountries: ReadonlySet<string> = new Set("800 808 870 878 881 882 883 888 979".split(" "));

/**
 * By the country's calling code: the beginnings of such national numbers, with a dot for any digit. libphonenumber knows
 * the type of most of them; its data change, and some it takes for ordinary. What looks alike and is a person's is
 * left out: mobile numbers of Peru begin with 900 to 909, and landlines of Reading in Great Britain with 118.
 */
const beginnings: Readonly<Record<string, string>> = {
  // North America and the Caribbean. NANPA: 900 premium; 500, 521 to 529 and so on up to 589 personal and machines; 600 and
  // its like Canada's personal and satellite; 700 the carrier's own; 710 government; 456 retired. Within every area
  // code: 976 premium; 555-1212 directory assistance; 555-01XX for fiction; N11 is no exchange, 950 the carriers' own.
  "1": `
    900 800 822 833 844 855 866 877 88. 700 710 456 600 622 633 644 655 677 688
    500 521 522 523 524 525 526 527 528 529 532 533 535 538 542 543 544 545 546 547 549 550 552 553 554 556 558 566
    569 577 578 588 589
    ...976 ...950 ...5551212 ...55501 ...[2-9]11`,
  // Spain. CNMC, national numbering plan (RD 2296/2004): 80 and 90 by price (803, 806, 807, 905, 907 premium, 901 and 902
  // shared cost, 800 and 900 free), 70 personal numbers, 118 directories, 59 machines. Mobiles: 6, 71 to 79.
  "34": "70 80 90 118 59",
  // Great Britain. Ofcom, national telephone numbering plan: 070 personal numbers, 08 free and by price (084, 087), 09
  // premium, 055 companies, 056 voice over the Internet. Mobiles: 071 to 075, 077 to 079.
  "44": "70 8 9 55 56",
  // Mexico. IFT, plan técnico fundamental de numeración: 300 shared cost, 500 personal, 700 value added, 800 free, 900 premium.
  "52": "300 500 700 800 900",
  // Peru. MTC, plan técnico fundamental de numeración: 0800 free, 0801 shared cost, 0802 and 0804 personal, 0805 and 0808 premium.
  "51": "80",
  // Argentina. ENACOM, plan fundamental de numeración nacional: 0600, 0605, 0609 and so on premium, 0800 free, 0810
  // shared cost. Area codes begin with 11, 2 or 3, mobiles with 9 before them.
  "54": "4 5 6 7 8",
  // Brazil. Anatel: 0300 and 0303 shared cost, 0500 donations, 0800 free, 0900 premium, 4000 to 4009 companies. No area code has a 0.
  "55": ".0",
  // Chile. Subtel: 600 shared cost, 700 value added, 800 and 809 free and by price.
  "56": "600 700 800 809",
  // Colombia. CRC (Resolución 5050 de 2016, title VI): 01 800 and 800 free, 01 900, 900 and 901 premium, 94 data. Landlines: 60, mobiles: 3.
  "57": "1 7 8 9",
  // Venezuela. Conatel: 0400 data, 0500 and 0501 shared cost, 0600 and 0700 services, 0800 free, 0900 premium.
  "58": "400 500 501 600 700 800 900",
  // Ecuador. Arcotel: 1700 shared cost, 1800 free, 1900 premium.
  "593": "1",
};

const ofCountry: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(beginnings).map(([code, list]) => [
    code,
    new RegExp(`^(?:${list.trim().split(/\s+/).join("|")})`),
  ]),
);
