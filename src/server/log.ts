import { type LoggerOptions, stdTimeFunctions } from "pino";

/**
 * How Espera logs: lines of JSON with a constant message and the particulars beside it. Whatever names a person or
 * opens a door is taken out by the name of its key, at any depth, and tokens and telephone numbers also out of the text of
 * values and errors. Requests are logged without their query.
 */
export function logOptions(level: string): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (line) => {
        const cleaned: Record<string, unknown> = {};
        for (const [key, value] of Object.entries(line)) {
          cleaned[key] = isSecret(key) ? REDACTED : key in serializers ? value : withoutSecrets(value, 1);
        }
        return cleaned;
      },
    },
    // The formatter does not see what a child logger is bound to; paths reach that.
    redact: { paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`]), censor: REDACTED },
    serializers,
    hooks: {
      // Without a message pino takes the error's own, and libraries write addresses into theirs.
      logMethod(args, method) {
        const [first, ...others] = args as unknown[];
        const line = first instanceof Error ? { err: first } : typeof first === "object" ? (first ?? {}) : {};
        const texts = typeof first === "string" ? [first, ...others] : others;
        const [message = "failed", ...rest] = texts.map((text) => withoutSecrets(text, 1));
        method.call(this, line, String(message), ...rest);
      },
    },
  };
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value === "string") return safeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return safeError(value);
  if (value instanceof Uint8Array) return REDACTED;
  if (depth > MAX_DEPTH) return "[deeper]";
  if (Array.isArray(value)) return value.map((member) => withoutSecrets(member, depth + 1));
  const cleaned: Record<string, unknown> = {};
  for (const [key, member] of value instanceof Map ? value : Object.entries(value)) {
    cleaned[String(key)] = isSecret(String(key)) ? REDACTED : withoutSecrets(member, depth + 1);
  }
  return cleaned;
}

function isSecret(key: string): boolean {
  return secretKeys.has(plain(key));
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[-_]/g, "");
}

/** A text without tokens, without telephone numbers and without the queries of addresses. */
function safeText(text: string): string {
  return text
    .replaceAll(NUMBER, REDACTED)
    .replaceAll(NUMBER_IN_GROUPS, (found) =>
      found.replaceAll(/\D/g, "").length < LEAST_DIGITS_IN_GROUPS ? found : REDACTED,
    )
    .replaceAll(/esp_[0-9a-f]+_[0-9a-f]+/gi, REDACTED)
    .replaceAll(/\?[^\s?"'=]*=[^\s"']*/g, `?${REDACTED}`);
}

interface LoggedError {
  readonly type: string;
  readonly code?: unknown;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

function safeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: safeText(String(error)), stack: "" };
  }
  return {
    type: error.name,
    ...("code" in error ? { code: error.code } : {}),
    message: safeText(error.message),
    stack: safeText(error.stack ?? ""),
    ...(error.cause !== undefined && depth < MAX_DEPTH ? { cause: safeError(error.cause, depth + 1) } : {}),
  };
}

const serializers = {
  err: (error: unknown) => safeError(error),
  req: (request: { method?: string; url?: string }) => ({
    method: request.method,
    path: safeText(request.url?.split("?", 1)[0] ?? ""),
  }),
  res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
};

/** As many digits as a telephone number has. The ids of calls, `1795337198.0`, have a point behind them. */
const NUMBER = /(?<![\w.+-])\+?\d{7,15}(?![\w-]|\.\d)/g;
/** The same in groups, as people write it: `300 123 4567`, `(300) 123-4567`. A date is none. */
const NUMBER_IN_GROUPS =
  /(?<![\w.+-])(?!\d{4}-\d\d-\d\d)\+?\(?\d{1,4}\)?(?:[ -]\(?\d{2,4}\)?){2,5}(?![\w-]|\.\d)/g;
const LEAST_DIGITS_IN_GROUPS = 9;
const REDACTED = "[redacted]";
const MAX_DEPTH = 8;
/** Keys whose values name a person or open a door. Case, `-` and `_` make no difference. */
const SECRET_KEYS = [
  "ani",
  "authorization",
  "caller",
  "cookie",
  "customerId",
  "dialPhone",
  "number",
  "numberHash",
  "password",
  "people",
  "person",
  "personKey",
  "phone",
  "query",
  "secret",
  "secretHash",
  "token",
  "wolkvox-token",
];
const secretKeys = new Set(SECRET_KEYS.map(plain));
