#!/usr/bin/env php
<?php
// Polls diagram_2 every five minutes and prints one line per skill. PHP 8.0 or newer with its curl extension.
//
//   ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… php poll.php [--once]
//   … php poll.php --from 2026-11-01 [--to 2026-11-22]
declare(strict_types=1);

const ATTEMPTS = 5;

/** Asking again would bring the same answer. */
class Stopped extends Exception
{
}

function setting(string $name, ?string $default = null): string
{
    $value = getenv($name) ?: $default;
    return $value ?? throw new Stopped("$name is not set");
}

function seconds(string $name, int $default, int $least = 0): int
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        return $default;
    }
    if (!preg_match('/^[0-9]{1,6}$/D', $value) || (int) $value < $least) {
        throw new Stopped("$name must be whole seconds from $least to 999999, and is $value");
    }
    return (int) $value;
}

function zone(string $name, string $default): DateTimeZone
{
    $value = setting($name, $default);
    try {
        return new DateTimeZone($value);
    } catch (Exception) {
        throw new Stopped("$name is no time zone that this machine knows: $value");
    }
}

/** What follows the option, '' where nothing does, null where it is not given. */
function option(string $name, array $parameters): ?string
{
    $place = array_search($name, $parameters, true);
    return $place === false ? null : $parameters[$place + 1] ?? '';
}

/** A day like 2026-11-22 as YYYYmmdd; null for what is none. */
function compactDay(string $text): ?string
{
    $day = DateTimeImmutable::createFromFormat('!Y-m-d', $text, new DateTimeZone('UTC'));
    return $day !== false && $day->format('Y-m-d') === $text ? $day->format('Ymd') : null;
}

/** The day after a day, both as YYYYmmdd. */
function dayAfter(string $day): string
{
    return DateTimeImmutable::createFromFormat('!Ymd', $day, new DateTimeZone('UTC'))->modify('+1 day')->format('Ymd');
}

/** What does not change from poll to poll. */
class Settings
{
    public bool $once;
    /** The days from --from to --to, both included, as YYYYmmdd; none where they are not given. */
    public array $days;
    public string $url;
    public string $token;
    public DateTimeZone $zone;
    public int $timeoutS;
    public int $retryS;
    public int $intervalS;

    public function __construct(array $parameters)
    {
        $this->url = setting('ESPERA_URL');
        $this->token = setting('ESPERA_TOKEN');
        // Reports are local to the operation, wherever this machine stands.
        $this->zone = zone('ESPERA_TIME_ZONE', 'America/Bogota');
        // Below the 60 s after which the server stops a query.
        $this->timeoutS = seconds('ESPERA_TIMEOUT_S', 50, 1);
        $this->retryS = seconds('ESPERA_RETRY_S', 5);
        $this->intervalS = seconds('ESPERA_INTERVAL_S', 300);
        $this->days = $this->daysAsked(option('--from', $parameters), option('--to', $parameters));
        $this->once = in_array('--once', $parameters, true) || $this->days !== [];
    }

    private function daysAsked(?string $from, ?string $to): array
    {
        if ($from === null && $to === null) {
            return [];
        }
        $first = compactDay($from ?? '');
        $last = $to === null ? $this->today() : compactDay($to);
        if ($first === null || $last === null || $first > $last || $last > $this->today()) {
            throw new Stopped(
                '--from and --to are days like 2026-11-22: the first not after the last, and none after today'
            );
        }
        for ($days = [$first]; end($days) < $last;) {
            $days[] = dayAfter(end($days));
        }
        return $days;
    }

    /** The operation's day, as YYYYmmdd. */
    public function today(): string
    {
        return (new DateTimeImmutable('now', $this->zone))->format('Ymd');
    }
}

/** Gives code, msg, rows and the seconds of Retry-After; code 0: no answer of this API. */
function ask(string $url, string $token, string $dateIni, string $dateEnd, int $timeoutS): array
{
    $query = http_build_query(['api' => 'diagram_2', 'date_ini' => $dateIni, 'date_end' => $dateEnd]);
    $retryAfter = null;
    // Redirects are not followed: the token is for this server only.
    $curl = curl_init(rtrim($url, '/') . "/api/v2/reports_manager.php?$query");
    curl_setopt_array($curl, [
        CURLOPT_HTTPHEADER => ["wolkvox-token: $token"],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => $timeoutS,
        CURLOPT_HEADERFUNCTION => function ($_, string $line) use (&$retryAfter): int {
            if (preg_match('/^retry-after:\s*(\d+)\s*$/i', $line, $match)) {
                $retryAfter = (int) $match[1];
            }
            return strlen($line);
        },
    ]);
    $text = curl_exec($curl);
    if ($text === false) {
        return [0, 'no answer: ' . curl_error($curl), [], null];
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $body = json_decode($text, true);
    // `code` is a number or a string, as the token has it.
    if (is_array($body) && is_numeric($body['code'] ?? null)) {
        return [(int) $body['code'], $body['msg'] ?? '', $body['data'] ?? [], $retryAfter];
    }
    // A proxy's page in between.
    return $status === 200
        ? [0, 'no answer: what came is not of this API', [], $retryAfter]
        : [$status, 'not an answer of this API', [], $retryAfter];
}

/** Asks for a day that has ended, whole, or else for today until now. Gives whether there was an answer. */
function poll(Settings $settings, ?string $endedDay = null): bool
{
    [$once, $waitS] = [$settings->once, $settings->retryS];
    for ($attempt = 1;; $attempt++) {
        $dateEnd = $endedDay !== null
            ? $endedDay . '235959'
            : (new DateTimeImmutable('now', $settings->zone))->format('YmdHis');
        $dateIni = substr($dateEnd, 0, 8) . '000000';
        [$code, $msg, $rows, $retryAfter] =
            ask($settings->url, $settings->token, $dateIni, $dateEnd, $settings->timeoutS);
        // The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
        if ($code === 200 || ($code === 404 && $msg === 'Validate dates entered')) {
            foreach ($rows as $row) {
                $members = array_map(fn ($member, $value) => "$member=$value", array_keys($row), $row);
                echo implode(' ', [$dateEnd, ...$members]), "\n";
            }
            if ($rows === []) {
                complain('no records yet');
            }
            return true;
        }
        $trouble = $code === 0 ? $msg : "$code $msg";
        // Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
        $passes = in_array($code, [0, 408, 429], true) || $code >= 500 || ($code === 403 && str_contains($msg, 'LIMIT'));
        if (!$passes) {
            throw new Stopped($trouble);
        }
        $pause = $retryAfter ?? $waitS;
        if ($attempt === ATTEMPTS || ($once && $pause > $settings->intervalS)) {
            if ($once) {
                throw new Stopped($trouble);
            }
            complain("$trouble; given up until the next poll");
            return false;
        }
        complain("$trouble; again in $pause s");
        // Up to the usual wait longer, so that clients that were refused together do not come again together.
        sleep($pause);
        usleep(random_int(0, 1000) * 1000 * $waitS);
        $waitS *= 2;
    }
}

function complain(string $text): void
{
    fwrite(STDERR, "$text\n");
}

try {
    $settings = new Settings($argv);
    // A report has no days within its range: each day is asked for by itself.
    foreach ($settings->days as $day) {
        poll($settings, $day < $settings->today() ? $day : null);
    }
    // The first day that was not asked for whole.
    $openDay = $settings->today();
    while ($settings->days === []) {
        // After midnight the day that has ended comes first: calls came after its last poll. Until it is answered it
        // stays open.
        while ($openDay < $settings->today() && poll($settings, $openDay)) {
            $openDay = dayAfter($openDay);
        }
        poll($settings);
        if ($settings->once) {
            break;
        }
        sleep($settings->intervalS);
    }
} catch (Stopped $reason) {
    complain("stopped: {$reason->getMessage()}");
    exit(1);
}
