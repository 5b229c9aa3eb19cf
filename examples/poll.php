#!/usr/bin/env php
<?php
// Polls diagram_2 every five minutes and prints one line per skill. PHP 8.0 or newer with its curl extension.
//
//   ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… php poll.php [--once]
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

function seconds(string $name, int $default): int
{
    $value = getenv($name);
    return $value === false || $value === '' ? $default : (int) $value;
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

function poll(bool $once, int $intervalS): void
{
    [$url, $token] = [setting('ESPERA_URL'), setting('ESPERA_TOKEN')];
    // Reports are local to the operation, wherever this machine stands.
    $zone = new DateTimeZone(setting('ESPERA_TIME_ZONE', 'America/Bogota'));
    // Below the 60 s after which the server stops a query.
    $timeoutS = seconds('ESPERA_TIMEOUT_S', 50);
    $waitS = seconds('ESPERA_RETRY_S', 5);
    for ($attempt = 1;; $attempt++) {
        $now = new DateTimeImmutable('now', $zone);
        $dateEnd = $now->format('YmdHis');
        [$code, $msg, $rows, $retryAfter] = ask($url, $token, $now->format('Ymd') . '000000', $dateEnd, $timeoutS);
        // The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
        if ($code === 200 || ($code === 404 && $msg === 'Validate dates entered')) {
            foreach ($rows as $row) {
                $members = array_map(fn ($member, $value) => "$member=$value", array_keys($row), $row);
                echo implode(' ', [$dateEnd, ...$members]), "\n";
            }
            if ($rows === []) {
                complain('no records yet');
            }
            return;
        }
        $trouble = $code === 0 ? $msg : "$code $msg";
        // Limits come as 403, like a bad token, but pass.
        $passes = $code === 0 || $code >= 500 || ($code === 403 && str_contains($msg, 'LIMIT'));
        if (!$passes) {
            throw new Stopped($trouble);
        }
        $pause = $retryAfter ?? $waitS;
        if ($attempt === ATTEMPTS || ($once && $pause > $intervalS)) {
            if ($once) {
                throw new Stopped($trouble);
            }
            complain("$trouble; given up until the next poll");
            return;
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
    $once = in_array('--once', $argv, true);
    $intervalS = seconds('ESPERA_INTERVAL_S', 300);
    poll($once, $intervalS);
    while (!$once) {
        sleep($intervalS);
        poll($once, $intervalS);
    }
} catch (Stopped $reason) {
    complain("stopped: {$reason->getMessage()}");
    exit(1);
}
