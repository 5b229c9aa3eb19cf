import { type Ami, getvar } from "../ami/actions.ts";

/** Of the lines of a key, the last: that which holds in most files. */
const LAST = -1;

/**
 * What stands for a key in a category of a file of Asterisk's configuration, templates put in by Asterisk: of several lines
 * the `nth` from 0, by default the last. Empty when there is no such line, or Asterisk did not say. The action `GetConfig`
 * would need the class `system`, or `config`.
 */
export async function configurationValue(
  ami: Ami,
  file: string,
  category: string,
  key: string,
  nth = LAST,
): Promise<string> {
  // In quotes a comma in the name of a queue is one of the name.
  return ((await getvar(ami, `AST_CONFIG(${file},"${category}",${key},${nth})`)) ?? "").trim();
}
