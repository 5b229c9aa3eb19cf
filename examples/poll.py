#!/usr/bin/env python3
"""Polls diagram_2 every five minutes and prints one line per skill. Python 3.9 or newer, nothing to install.

    ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… python3 poll.py [--once]
    … python3 poll.py --from 2026-11-01 [--to 2026-11-22]

On Windows, `pip install tzdata` for the time zones.
"""

import http.client
import json
import os
import random
import re
import sys
import time
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener
from zoneinfo import ZoneInfo

ATTEMPTS = 5


class Stopped(Exception):
    """Asking again would bring the same answer."""


class NoRedirect(HTTPRedirectHandler):
    # urllib would take the token along to wherever a redirect leads.
    def redirect_request(self, *_):
        return None


opener = build_opener(NoRedirect)


def setting(name, default=None):
    value = os.environ.get(name) or default
    if value is None:
        raise Stopped(f"{name} is not set")
    return value


def seconds(name, default, least=0):
    value = setting(name, default)
    if not re.fullmatch("[0-9]{1,6}", value) or int(value) < least:
        raise Stopped(f"{name} must be whole seconds from {least} to 999999, and is {value}")
    return int(value)


def time_zone(name, default):
    value = setting(name, default)
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise Stopped(f"{name} is no time zone that this machine knows: {value}") from None


def option(name):
    """What follows the option, "" where nothing does, None where it is not given."""
    given = sys.argv[1:]
    return (given[given.index(name) + 1 :] or [""])[0] if name in given else None


def day_of(text):
    day = date.fromisoformat(text)
    # Newer Pythons read other forms as well.
    if day.isoformat() != text:
        raise ValueError
    return day


def days_asked(today):
    """The days from --from to --to, both included; none where they are not given."""
    first, last = option("--from"), option("--to")
    if first is None and last is None:
        return []
    try:
        first, last = day_of(first or ""), today if last is None else day_of(last)
    except ValueError:
        first, last = today, date.min
    if not first <= last <= today:
        raise Stopped("--from and --to are days like 2026-11-22: the first not after the last, and none after today")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def read_settings():
    # Reports are local to the operation, wherever this machine stands.
    zone = time_zone("ESPERA_TIME_ZONE", "America/Bogota")
    days = days_asked(datetime.now(zone).date())
    return SimpleNamespace(
        days=days,
        once="--once" in sys.argv[1:] or bool(days),
        url=setting("ESPERA_URL"),
        token=setting("ESPERA_TOKEN"),
        zone=zone,
        # Below the 60 s after which the server stops a query.
        timeout_s=seconds("ESPERA_TIMEOUT_S", "50", least=1),
        retry_s=seconds("ESPERA_RETRY_S", "5"),
        interval_s=seconds("ESPERA_INTERVAL_S", "300"),
    )


def ask(url, token, date_ini, date_end, timeout_s):
    """Gives code, msg, rows and the seconds of Retry-After; code 0: no answer of this API."""
    query = urlencode({"api": "diagram_2", "date_ini": date_ini, "date_end": date_end})
    request = Request(
        f"{url.rstrip('/')}/api/v2/reports_manager.php?{query}", headers={"wolkvox-token": token}
    )
    try:
        try:
            response = opener.open(request, timeout=timeout_s)
        except HTTPError as refusal:
            response = refusal
        with response:
            status, text = response.status, response.read()
            retry_after = response.headers.get("retry-after", "")
    except (OSError, http.client.HTTPException) as error:
        return 0, f"no answer: {error!r}", [], None
    retry_after = int(retry_after) if retry_after.isdecimal() else None
    try:
        body = json.loads(text)
        # `code` is a number or a string, as the token has it.
        return int(body["code"]), body["msg"], body["data"], retry_after
    except (ValueError, KeyError, TypeError):
        # A proxy's page in between.
        if status == 200:
            return 0, "no answer: what came is not of this API", [], retry_after
        return status, "not an answer of this API", [], retry_after


def poll(settings, ended_day=None):
    """Asks for a day that has ended, whole, or else for today until now. Gives whether there was an answer."""
    once, wait_s = settings.once, settings.retry_s
    for attempt in range(1, ATTEMPTS + 1):
        date_end = f"{ended_day:%Y%m%d}235959" if ended_day else f"{datetime.now(settings.zone):%Y%m%d%H%M%S}"
        code, msg, rows, retry_after = ask(
            settings.url, settings.token, f"{date_end[:8]}000000", date_end, settings.timeout_s
        )
        # The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
        if code == 200 or (code == 404 and msg == "Validate dates entered"):
            for row in rows:
                print(date_end, *(f"{member}={value}" for member, value in row.items()), flush=True)
            if not rows:
                complain("no records yet")
            return True
        trouble = f"{code} {msg}" if code else msg
        # Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
        passes = code in (0, 408, 429) or code >= 500 or (code == 403 and "LIMIT" in msg)
        if not passes:
            raise Stopped(trouble)
        pause = wait_s if retry_after is None else retry_after
        if attempt == ATTEMPTS or (once and pause > settings.interval_s):
            if once:
                raise Stopped(trouble)
            complain(f"{trouble}; given up until the next poll")
            return False
        complain(f"{trouble}; again in {pause} s")
        # Up to the usual wait longer, so that clients that were refused together do not come again together.
        time.sleep(pause + random.uniform(0, wait_s))
        wait_s *= 2


def complain(text):
    print(text, file=sys.stderr, flush=True)


def main():
    settings = read_settings()
    # A report has no days within its range: each day is asked for by itself.
    for day in settings.days:
        poll(settings, day if day < datetime.now(settings.zone).date() else None)
    if settings.days:
        return
    # The first day that was not asked for whole.
    open_day = datetime.now(settings.zone).date()
    while True:
        # After midnight the day that has ended comes first: calls came after its last poll. Until it is answered it
        # stays open.
        while open_day < datetime.now(settings.zone).date() and poll(settings, open_day):
            open_day += timedelta(days=1)
        poll(settings)
        if settings.once:
            return
        time.sleep(settings.interval_s)


try:
    main()
except Stopped as reason:
    sys.exit(f"stopped: {reason}")
except KeyboardInterrupt:
    sys.exit(130)
