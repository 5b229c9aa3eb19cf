import { say } from "../../words/say.ts";

/** The title of the column of buttons: it is heard and not seen. */
export function ActionsTitle() {
  return (
    <th scope="col">
      <span class="only-heard">{say("actions")}</span>
    </th>
  );
}
