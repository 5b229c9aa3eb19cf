import type { FastifyInstance, InjectOptions } from "fastify";
import { addUser, OWNER, type WantedUser } from "../../src/api/sign-in/users.ts";
import type { Role, UserRecord } from "../../src/journal/accounts.ts";
import type { Store } from "../../src/journal/port/store.ts";

export const PASSWORD = "correct horse battery";

/** A user with `PASSWORD`. */
export function makeUser(
  store: Store,
  name: string,
  role: Role,
  wanted: WantedUser = {},
): Promise<UserRecord> {
  return addUser(store, name, { password: PASSWORD, ...wanted, role }, { by: OWNER, now: 0 });
}

/** What a page of Espera's own says of where it comes from. */
export const OWN_PAGE = { "sec-fetch-site": "same-origin" };

/** A browser on a page of Espera: it keeps the cookie that it is given. */
export class Browser {
  readonly #api: FastifyInstance;
  readonly address: string;
  cookie = "";

  constructor(api: FastifyInstance, address = "127.0.0.1") {
    this.#api = api;
    this.address = address;
  }

  async ask(method: "GET" | "POST" | "PUT" | "DELETE", url: string, payload?: object, headers: object = {}) {
    const all = { ...OWN_PAGE, ...(this.cookie === "" ? {} : { cookie: this.cookie }), ...headers };
    const wanted: InjectOptions = {
      method,
      url,
      remoteAddress: this.address,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
      ...(payload === undefined ? {} : { payload }),
    };
    const answer = await this.#api.inject(wanted);
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) this.#keep(set.split(";")[0]!);
    return { status: answer.statusCode, body: JSON.parse(answer.body || "null"), headers: answer.headers };
  }

  #keep(pair: string): void {
    const name = `${pair.split("=", 1)[0]}=`;
    const others = this.cookie.split("; ").filter((one) => one !== "" && !one.startsWith(name));
    this.cookie = [...others, pair].join("; ");
  }

  get(url: string, headers: object = {}) {
    return this.ask("GET", url, undefined, headers);
  }

  post(url: string, payload: object = {}, headers: object = {}) {
    return this.ask("POST", url, payload, headers);
  }

  signIn(name: string, password = PASSWORD) {
    return this.post("/v1/session", { name, password });
  }
}
