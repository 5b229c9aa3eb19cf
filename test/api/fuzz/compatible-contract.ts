const COUNTS = "inbound_calls answer_calls abandon_calls";
const LEVELS = "service_level_10seg service_level_20seg service_level_30seg";

/** Members of a row of each report, in their order; the level that `services_time` asks for follows the usual ones. */
const members: Readonly<Record<string, string>> = {
  diagram_2: "skill_id treatment customer_say_no customer_say_yes recall_fail recall_ok service_level_up",
  diagram_3:
    "skill_id date_inbound_call date_last_outbound_call status attempts ani dial_phone time_between_calls time billed_minutes customer_id",
  skill_1: `skill_name skill_id ${COUNTS} ${LEVELS} abandon asa ata`,
  skill_2: "skill_name skill_id conn_id date result ani abandon_time type_interaction customer_id",
  skill_3: `date skill_id skill_name ${COUNTS} ${LEVELS} asa abandon aht ata wait_time`,
  skill_4: `skill_id hour ${COUNTS} ${LEVELS} asa abandon aht ata`,
  skill_5: "skill_id hour inbound_calls inbound_calls_unique_customers aht agents_needed",
  skill_7: `date skill_id skill_name hour ${COUNTS} ${LEVELS} wait_time abandon aht asa ata`,
  skill_10: "skill_name skill_id conn_id date result ani answer_time agent_id type_interaction customer_id",
  token_info: "description token_use_today all_token_today token_limit available_consumption_options",
};
/** `skills` is a report at two addresses. */
const skillsAt: Readonly<Record<string, string>> = {
  "/api/v2/real_time.php": `skill_id skill_name calls_in_queue_now stat_inbound stat_answer stat_abandon ${LEVELS} by_abandon`,
  "/api/v2/information.php": "skill_id skill_name skill_description last_use",
};

export const reportNames: readonly string[] = [...Object.keys(members), "skills"];

/** Members of the rows that a report answers with at an address; `null`: there is no such report. */
export function membersOf(path: string, report: string): readonly string[] | null {
  const found =
    report === "skills" ? skillsAt[path] : Object.hasOwn(members, report) ? members[report] : undefined;
  return found?.split(" ") ?? null;
}
