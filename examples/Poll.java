import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Polls diagram_2 every five minutes and prints one line per skill. Java 11 or newer, nothing to install.
 *
 * <pre>
 * ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… java Poll.java [--once]
 * … java Poll.java --from 2026-11-01 [--to 2026-11-22]
 * </pre>
 */
public class Poll {
    static final int ATTEMPTS = 5;
    static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    // Java brings no reader of JSON. Rows of this family are flat and hold nothing but strings, so patterns do; with
    // Jackson or Gson at hand, use them instead.
    static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"?(\\d+)\"?\\s*,");
    static final Pattern MSG = Pattern.compile("\"msg\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    static final Pattern DATA = Pattern.compile("\"data\"\\s*:\\s*\\[(.*)\\]\\s*\\}\\s*$", Pattern.DOTALL);
    static final Pattern ROW = Pattern.compile("\\{([^{}]*)\\}");
    static final Pattern MEMBER = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"([^\"]*)\"");

    // HttpClient follows no redirects unless told to: the token is for this server only.
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** A test puts one of its own here. */
    static Clock clock = Clock.systemUTC();

    final boolean once;
    /** From --from to --to, both included; none where they are not given. */
    final List<LocalDate> days;
    final String url = setting("ESPERA_URL", null);
    final String token = setting("ESPERA_TOKEN", null);
    // Reports are local to the operation, wherever this machine stands.
    final ZoneId zone = zone("ESPERA_TIME_ZONE", "America/Bogota");
    // Below the 60 s after which the server stops a query.
    final int timeoutS = seconds("ESPERA_TIMEOUT_S", "50", 1);
    final int retryS = seconds("ESPERA_RETRY_S", "5", 0);
    final int intervalS = seconds("ESPERA_INTERVAL_S", "300", 0);

    public static void main(String[] args) throws InterruptedException {
        try {
            new Poll(Arrays.asList(args)).run();
        } catch (Stopped reason) {
            System.err.println("stopped: " + reason.getMessage());
            System.exit(1);
        }
    }

    Poll(List<String> options) throws Stopped {
        days = daysAsked(options, now().toLocalDate());
        once = options.contains("--once") || !days.isEmpty();
    }

    static List<LocalDate> daysAsked(List<String> options, LocalDate today) throws Stopped {
        if (!options.contains("--from") && !options.contains("--to")) return List.of();
        try {
            LocalDate first = LocalDate.parse(after(options, "--from"));
            LocalDate last = options.contains("--to") ? LocalDate.parse(after(options, "--to")) : today;
            if (!first.isAfter(last) && !last.isAfter(today))
                return first.datesUntil(last.plusDays(1)).collect(Collectors.toList());
        } catch (DateTimeException error) {
            // Said below.
        }
        throw new Stopped("--from and --to are days like 2026-11-22: "
                + "the first not after the last, and none after today");
    }

    /** What follows an option; "" where nothing does. */
    static String after(List<String> options, String option) {
        int place = options.indexOf(option) + 1;
        return place > 0 && place < options.size() ? options.get(place) : "";
    }

    void run() throws Stopped, InterruptedException {
        // A report has no days within its range: each day is asked for by itself.
        for (LocalDate day : days) poll(day.isBefore(now().toLocalDate()) ? day : null);
        if (!days.isEmpty()) return;
        // The first day that was not asked for whole.
        LocalDate openDay = now().toLocalDate();
        while (true) {
            // After midnight the day that has ended comes first: calls came after its last poll. Until it is answered
            // it stays open.
            while (openDay.isBefore(now().toLocalDate()) && poll(openDay)) openDay = openDay.plusDays(1);
            poll(null);
            if (once) return;
            Thread.sleep(intervalS * 1000L);
        }
    }

    ZonedDateTime now() {
        return ZonedDateTime.now(clock.withZone(zone));
    }

    /** Asks for a day that has ended, whole, or else (null) for today until now. Gives whether there was an answer. */
    boolean poll(LocalDate endedDay) throws Stopped, InterruptedException {
        long waitS = retryS;
        for (int attempt = 1; ; attempt++) {
            String dateEnd = COMPACT.format(endedDay == null ? now() : endedDay.atTime(23, 59, 59));
            Answer answer = ask(url, token, dateEnd.substring(0, 8) + "000000", dateEnd, timeoutS);
            // The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
            if (answer.code == 200 || answer.code == 404 && answer.msg.equals("Validate dates entered")) {
                answer.rows.forEach(row -> System.out.println(dateEnd + row));
                if (answer.rows.isEmpty()) System.err.println("no records yet");
                return true;
            }
            String trouble = answer.code == 0 ? answer.msg : answer.code + " " + answer.msg;
            // Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
            boolean passes = List.of(0, 408, 429).contains(answer.code) || answer.code >= 500
                    || answer.code == 403 && answer.msg.contains("LIMIT");
            if (!passes) throw new Stopped(trouble);
            long pauseS = answer.retryAfterS >= 0 ? answer.retryAfterS : waitS;
            if (attempt == ATTEMPTS || once && pauseS > intervalS) {
                if (once) throw new Stopped(trouble);
                System.err.println(trouble + "; given up until the next poll");
                return false;
            }
            System.err.println(trouble + "; again in " + pauseS + " s");
            // Up to the usual wait longer, so that clients that were refused together do not come again together.
            Thread.sleep(pauseS * 1000 + (long) (Math.random() * waitS * 1000));
            waitS *= 2;
        }
    }

    static Answer ask(String url, String token, String dateIni, String dateEnd, int timeoutS)
            throws InterruptedException {
        URI uri = URI.create(url.replaceAll("/+$", "") + "/api/v2/reports_manager.php?api=diagram_2&date_ini="
                + dateIni + "&date_end=" + dateEnd);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("wolkvox-token", token)
                .build();
        // The request's own timeout would end with the headers; this one holds for the whole answer.
        CompletableFuture<HttpResponse<String>> asked =
                CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> response;
        try {
            response = asked.get(timeoutS, TimeUnit.SECONDS);
        } catch (TimeoutException error) {
            asked.cancel(true);
            return new Answer(0, "no answer: nothing within " + timeoutS + " s", List.of(), -1);
        } catch (ExecutionException error) {
            return new Answer(0, "no answer: " + error.getCause(), List.of(), -1);
        }
        String header = response.headers().firstValue("retry-after").orElse("");
        long retryAfterS = header.matches("\\d{1,9}") ? Long.parseLong(header) : -1;
        // `code` is a number or a string, as the token has it.
        Matcher code = CODE.matcher(response.body());
        Matcher msg = MSG.matcher(response.body());
        Matcher data = DATA.matcher(response.body());
        if (code.find() && msg.find() && data.find())
            return new Answer(Integer.parseInt(code.group(1)), msg.group(1), rows(data.group(1)), retryAfterS);
        // A proxy's page in between.
        return response.statusCode() == 200
                ? new Answer(0, "no answer: what came is not of this API", List.of(), retryAfterS)
                : new Answer(response.statusCode(), "not an answer of this API", List.of(), retryAfterS);
    }

    /** Each row as " member=value member=value …", in the order in which they came. */
    static List<String> rows(String data) {
        List<String> rows = new ArrayList<>();
        for (Matcher row = ROW.matcher(data); row.find(); ) {
            StringBuilder members = new StringBuilder();
            for (Matcher member = MEMBER.matcher(row.group(1)); member.find(); )
                members.append(' ').append(member.group(1)).append('=').append(member.group(2));
            rows.add(members.toString());
        }
        return rows;
    }

    static String setting(String name, String otherwise) throws Stopped {
        String value = System.getenv(name);
        if (value != null && !value.isEmpty()) return value;
        if (otherwise == null) throw new Stopped(name + " is not set");
        return otherwise;
    }

    static int seconds(String name, String otherwise, int least) throws Stopped {
        String value = setting(name, otherwise);
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) < least)
            throw new Stopped(name + " must be whole seconds from " + least + " to 999999, and is " + value);
        return Integer.parseInt(value);
    }

    static ZoneId zone(String name, String otherwise) throws Stopped {
        String value = setting(name, otherwise);
        try {
            return ZoneId.of(value);
        } catch (DateTimeException error) {
            throw new Stopped(name + " is no time zone that this machine knows: " + value);
        }
    }

    static class Answer {
        /** 0: no answer of this API. */
        final int code;
        final String msg;
        final List<String> rows;
        /** -1: the server did not say. */
        final long retryAfterS;

        Answer(int code, String msg, List<String> rows, long retryAfterS) {
            this.code = code;
            this.msg = msg;
            this.rows = rows;
            this.retryAfterS = retryAfterS;
        }
    }

    /** Asking again would bring the same answer. */
    static class Stopped extends Exception {
        Stopped(String reason) {
            super(reason);
        }
    }
}
