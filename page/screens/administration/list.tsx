import type { ComponentChildren } from "preact";
import { Refused } from "../../parts/refused.tsx";
import { ActionsTitle } from "../../parts/tables/actions-title.tsx";
import { Wide } from "../../parts/tables/wide.tsx";
import type { Fetched } from "../../store/fetched.ts";
import { say } from "../../words/say.ts";

interface ListColumn<Row> {
  readonly title: string;
  readonly value: (row: Row) => ComponentChildren;
}

/** A table of what the server answered, with the first column as the name of each row, and buttons at its end. */
export function List<Row extends { readonly id: string | number }>({
  name,
  found,
  rows,
  columns,
  actions,
}: {
  readonly name: string;
  readonly found: Fetched<unknown>;
  readonly rows: readonly Row[];
  readonly columns: readonly ListColumn<Row>[];
  readonly actions?: (row: Row) => ComponentChildren;
}) {
  const [first, ...others] = columns;
  return (
    <>
      <Refused error={found.error} />
      {found.answer === null && found.isLoading && <p class="quiet">{say("loading")}</p>}
      {found.answer !== null && rows.length === 0 && <p class="empty">{say("nothingHere")}</p>}
      {rows.length > 0 && (
        <Wide name={name}>
          <table>
            <thead>
              <tr>
                {columns.map(({ title }) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                {actions && <ActionsTitle />}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{first!.value(row)}</th>
                  {others.map(({ title, value }) => (
                    <td key={title} data-label={title}>
                      {value(row)}
                    </td>
                  ))}
                  {actions && <td class="row-buttons">{actions(row)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </>
  );
}
