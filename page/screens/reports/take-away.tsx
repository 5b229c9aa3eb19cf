import { useSignal } from "@preact/signals";
import { operationShown } from "../../store/address.ts";
import { language } from "../../store/language.ts";
import { operation } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { asked, queryOf } from "./asked.ts";

/** What is on the screen, to be taken elsewhere: as a file, as curl, for Power Query. */
export function TakeAway() {
  const copied = useSignal<string | null>(null);
  const copy = async (what: string, text: string) => {
    await navigator.clipboard.writeText(text);
    copied.value = what;
  };
  return (
    <p class="buttons">
      <a class="button" href={fileAddress("xlsx")} download>
        {say("saveXlsx")}
      </a>
      <a class="button" href={fileAddress("csv")} download>
        {say("saveCsv")}
      </a>
      <button type="button" onClick={() => void copy(say("copyCurl"), curl(nativeAddress()))}>
        {say("copyCurl")}
      </button>
      {compatibleAddress() !== null && (
        <button
          type="button"
          onClick={() =>
            void copy(say("copyCompatible"), `curl -H 'wolkvox-token: TOKEN' '${compatibleAddress()}'`)
          }
        >
          {say("copyCompatible")}
        </button>
      )}
      <button type="button" onClick={() => void copy(say("copyPowerQuery"), powerQuery(nativeAddress()))}>
        {say("copyPowerQuery")}
      </button>
      <span role="status" class="quiet">
        {copied.value !== null && say("copied")}
      </span>
    </p>
  );
}

/** By which the server knows the report. */
function path(): string {
  return `/v1/reports/${asked.value.report.replace("_", "-")}`;
}

function fileAddress(format: "xlsx" | "csv"): string {
  const own = operationShown.value === null ? "" : `&operation=${operationShown.value}`;
  return `${path()}/file?${members()}&format=${format}&language=${language.value}${own}`;
}

function nativeAddress(): string {
  return `${location.origin}${path()}?${members()}`;
}

function members(): string {
  return asked.value.report === "diagram_3"
    ? queryOf("by", "group", "skill", "status")
    : queryOf("by", "skill");
}

/** Where scripts of wolkvox's API ask for the same days; `null`: it has no such report. */
function compatibleAddress(): string | null {
  const { report, from, to } = asked.value;
  if (report === "smart-wait") return null;
  const compact = (date: string) => date.replaceAll("-", "");
  return `${location.origin}/api/v2/reports_manager.php?api=${report}&date_ini=${compact(from)}000000&date_end=${compact(to)}235959`;
}

/** The token stays to be filled in. */
function curl(address: string): string {
  return `curl -H 'Authorization: Bearer TOKEN' '${address}'`;
}

/** A query in M, for Excel and Power BI: the rows of the report as a table. */
function powerQuery(address: string): string {
  return [
    "let",
    `  // ${operation.value?.name ?? ""}: ${asked.value.report}`,
    `  Answer = Json.Document(Web.Contents("${address}", [Headers = [Authorization = "Bearer TOKEN"]])),`,
    '  Rows = Table.FromList(Answer[rows], Splitter.SplitByNothing(), {"row"}),',
    '  Columns = Table.ExpandRecordColumn(Rows, "row", Record.FieldNames(Rows{0}[row]))',
    "in",
    "  Columns",
    "",
  ].join("\n");
}
