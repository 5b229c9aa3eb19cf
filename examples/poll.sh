#!/usr/bin/env bash
# Polls diagram_2 every five minutes and prints one line per skill. Needs curl and jq.
#
#   ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… ./poll.sh [--once]
#   … ./poll.sh --from 2026-11-01 [--to 2026-11-22]
set -euo pipefail

stop() {
  echo "stopped: $1" >&2
  exit 1
}

[[ -n ${ESPERA_URL:-} ]] || stop "ESPERA_URL is not set"
[[ -n ${ESPERA_TOKEN:-} ]] || stop "ESPERA_TOKEN is not set"
zone=${ESPERA_TIME_ZONE:-America/Bogota}
# `date` takes a zone that it does not know for UTC, and says nothing.
[[ $(head -c 4 "${TZDIR:-/usr/share/zoneinfo}/$zone" 2>/dev/null | tr -d '\0') == TZif ]] ||
  stop "ESPERA_TIME_ZONE is no time zone that this machine knows: $zone"

# Puts seconds into the variable $1: what the setting $2 says, from $4 on, or else $3.
seconds() {
  local value=${!2:-$3}
  [[ $value =~ ^[0-9]{1,6}$ && 10#$value -ge $4 ]] ||
    stop "$2 must be whole seconds from $4 to 999999, and is $value"
  # In tens, though there be zeros before.
  printf -v "$1" %d "$((10#$value))"
}
# Below the 60 s after which the server stops a query.
seconds timeout_s ESPERA_TIMEOUT_S 50 1
seconds retry_s ESPERA_RETRY_S 5 0
seconds interval_s ESPERA_INTERVAL_S 300 0
attempts=5
once='' first='' last=''
while (($# > 0)); do
  case $1 in
    --once) once=--once ;;
    # Where nothing follows it is no day.
    --from) first=${2:-none} ;;
    --to) last=${2:-none} ;;
  esac
  shift
done

answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT

# Reports are local to the operation, wherever this machine stands.
local_now() {
  TZ=$zone date +%Y%m%d%H%M%S
}

today() {
  local now
  now=$(local_now)
  echo "${now:0:8}"
}

# jq, because `date` counts days in one way on Linux and in another on macOS.
day_after() {
  jq -nr --arg day "$1" '$day | strptime("%Y%m%d") | mktime + 86400 | strftime("%Y%m%d")'
}

# Prints a day like 2026-11-22 as YYYYmmdd, and nothing for what is none.
compact_day() {
  jq -nr --arg day "$1" '$day | try (strptime("%Y-%m-%d") | mktime | strftime("%Y-%m-%d")) catch ""
    | select(. == $day) | gsub("-"; "")'
}

# Asks for the day $1 that has ended, whole, or else for today until now. Leaves behind: date_end, code (0: no answer of
# this API), msg, retry_after (empty: the server did not say).
ask() {
  if [[ -n ${1:-} ]]; then date_end=${1}235959; else date_end=$(local_now); fi
  # The token is handed over through a pipe: an argument could be read by every user of the machine.
  if ! code=$(curl -sS --get --max-time "$timeout_s" --header @<(printf 'wolkvox-token: %s\n' "$ESPERA_TOKEN") \
    --data api=diagram_2 --data "date_ini=${date_end:0:8}000000" --data "date_end=$date_end" \
    --output "$answer/body" --dump-header "$answer/headers" --write-out '%{http_code}' \
    "${ESPERA_URL%/}/api/v2/reports_manager.php" 2>"$answer/complaint"); then
    code=0 msg="no answer: $(<"$answer/complaint")" retry_after=
    return
  fi
  retry_after=$(awk 'tolower($1) == "retry-after:" && $2 ~ /^[0-9]+\r?$/ { print $2 + 0 }' "$answer/headers")
  # `code` is a number or a string, as the token has it. A proxy's page in between has none.
  local own
  own=$(jq -r '.code | tostring | select(test("^[0-9]+$"))' "$answer/body" 2>/dev/null) || own=
  if [[ -n $own ]]; then
    code=$own msg=$(jq -r '.msg // ""' "$answer/body")
  elif [[ $code == 200 ]]; then
    code=0 msg="no answer: what came is not of this API"
  else
    msg="not an answer of this API"
  fi
}

# Asks for the day $1 that has ended, or else for today. Fails if there was no answer.
poll() {
  local attempt pause wait_s=$retry_s trouble
  for ((attempt = 1; ; attempt++)); do
    ask "${1:-}"
    case $code:$msg in
      200:*)
        jq -r --arg at "$date_end" \
          '.data[] | $at + " " + (to_entries | map(.key + "=" + .value) | join(" "))' "$answer/body"
        [[ $(jq '.data | length' "$answer/body") -gt 0 ]] || echo "no records yet" >&2
        return 0
        ;;
      # The family's way to say that nothing happened yet; another 404 is a wrong address.
      "404:Validate dates entered")
        echo "no records yet" >&2
        return 0
        ;;
      0:*) trouble=$msg ;;
      # Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
      403:*LIMIT* | 408:* | 429:* | 5*) trouble="$code $msg" ;;
      *) stop "$code $msg" ;;
    esac
    pause=${retry_after:-$wait_s}
    if ((attempt == attempts)) || [[ $once == --once && $pause -gt $interval_s ]]; then
      [[ $once != --once ]] || stop "$trouble"
      echo "$trouble; given up until the next poll" >&2
      return 1
    fi
    echo "$trouble; again in $pause s" >&2
    # Up to the usual wait longer, so that clients that were refused together do not come again together.
    sleep $((pause + RANDOM % (wait_s + 1)))
    wait_s=$((wait_s * 2))
  done
}

# From one day to another, both included. A report has no days within its range: each day is asked for by itself.
if [[ -n $first$last ]]; then
  once=--once
  day=$(compact_day "$first")
  if [[ -n $last ]]; then last=$(compact_day "$last"); else last=$(today); fi
  [[ -n $day && -n $last && ! $day > $last && ! $last > $(today) ]] ||
    stop "--from and --to are days like 2026-11-22: the first not after the last, and none after today"
  while [[ ! $day > $last ]]; do
    if [[ $day < $(today) ]]; then poll "$day"; else poll; fi
    day=$(day_after "$day")
  done
  exit
fi

# The first day that was not asked for whole.
open_day=$(today)
while true; do
  # After midnight the day that has ended comes first: calls came after its last poll. Until it is answered it stays
  # open.
  while [[ $open_day < $(today) ]] && poll "$open_day"; do open_day=$(day_after "$open_day"); done
  poll || true
  [[ $once != --once ]] || break
  sleep "$interval_s"
done
