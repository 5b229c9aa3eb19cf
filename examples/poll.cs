// Polls diagram_2 every five minutes and prints one line per skill. .NET 10 runs it as it is; up to .NET 9 it is the
// only file of a console project (`dotnet new console`).
//
//   ESPERA_URL=https://espera.example ESPERA_TOKEN=esp_… dotnet run poll.cs [--once]
//   … dotnet run poll.cs --from 2026-11-01 [--to 2026-11-22]
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security;
using System.Text.Json;
using System.Threading.Tasks;

static class Poll
{
    const int Attempts = 5;
    static readonly Random Chance = new Random();

    static async Task<int> Main(string[] args)
    {
        try
        {
            var settings = new Settings(args);
            // Redirects are not followed: the token is for this server only.
            using (var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }))
            {
                client.Timeout = settings.Timeout;
                client.DefaultRequestHeaders.Add("wolkvox-token", settings.Token);
                // A report has no days within its range: each day is asked for by itself.
                foreach (var day in settings.Days)
                    await PollOnce(client, settings, day < settings.Now.Date ? day : (DateTime?)null);
                if (settings.Days.Count > 0) return 0;
                // The first day that was not asked for whole.
                var openDay = settings.Now.Date;
                while (true)
                {
                    // After midnight the day that has ended comes first: calls came after its last poll. Until it is
                    // answered it stays open.
                    while (openDay < settings.Now.Date && await PollOnce(client, settings, openDay))
                        openDay = openDay.AddDays(1);
                    await PollOnce(client, settings, null);
                    if (settings.Once) return 0;
                    await Task.Delay(settings.Interval);
                }
            }
        }
        catch (Stopped reason)
        {
            Console.Error.WriteLine($"stopped: {reason.Message}");
            return 1;
        }
    }

    /// <summary>Asks for a day that has ended, whole, or else for today until now.</summary>
    /// <returns>Whether there was an answer.</returns>
    static async Task<bool> PollOnce(HttpClient client, Settings settings, DateTime? endedDay)
    {
        var once = settings.Once;
        var wait = settings.Retry;
        for (var attempt = 1; ; attempt++)
        {
            var end = endedDay.HasValue ? endedDay.Value.AddDays(1).AddSeconds(-1) : settings.Now;
            var dateEnd = end.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
            var dateIni = dateEnd.Substring(0, 8) + "000000";
            var query = $"api=diagram_2&date_ini={dateIni}&date_end={dateEnd}";
            var (code, msg, rows, retryAfter) = await Ask(
                client, $"{settings.Url}/api/v2/reports_manager.php?{query}");
            // The 404 is the family's way to say that nothing happened yet; another 404 is a wrong address.
            if (code == 200 || (code == 404 && msg == "Validate dates entered"))
            {
                foreach (var row in rows) Console.WriteLine($"{dateEnd} {row}");
                if (rows.Count == 0) Console.Error.WriteLine("no records yet");
                return true;
            }
            var trouble = code == 0 ? msg : $"{code} {msg}";
            // Limits come as 403, like a bad token, but pass; so does what came too slowly, and a proxy's 429.
            var passes = code == 0 || code == 408 || code == 429 || code >= 500 || (code == 403 && msg.Contains("LIMIT"));
            if (!passes) throw new Stopped(trouble);
            var pause = retryAfter ?? wait;
            if (attempt == Attempts || (once && pause > settings.Interval))
            {
                if (once) throw new Stopped(trouble);
                Console.Error.WriteLine($"{trouble}; given up until the next poll");
                return false;
            }
            Console.Error.WriteLine($"{trouble}; again in {pause.TotalSeconds} s");
            // Up to the usual wait longer, so that clients that were refused together do not come again together.
            await Task.Delay(pause + TimeSpan.FromSeconds(Chance.NextDouble() * wait.TotalSeconds));
            wait += wait;
        }
    }

    /// <summary>Code 0: no answer of this API. Rows are written out, members in the order in which they came.</summary>
    static async Task<(int Code, string Msg, List<string> Rows, TimeSpan? RetryAfter)> Ask(
        HttpClient client, string address)
    {
        var none = new List<string>();
        int status;
        string text;
        TimeSpan? retryAfter;
        try
        {
            using (var response = await client.GetAsync(address))
            {
                status = (int)response.StatusCode;
                retryAfter = response.Headers.RetryAfter?.Delta;
                text = await response.Content.ReadAsStringAsync();
            }
        }
        // A timeout comes as a cancelled task.
        catch (Exception error) when (error is HttpRequestException || error is TaskCanceledException)
        {
            return (0, $"no answer: {error.Message}", none, null);
        }
        try
        {
            using (var document = JsonDocument.Parse(text))
            {
                var body = document.RootElement;
                // `code` is a number or a string, as the token has it.
                var code = int.Parse(body.GetProperty("code").ToString(), CultureInfo.InvariantCulture);
                var rows = body.GetProperty("data").EnumerateArray()
                    .Select(row => string.Join(
                        " ", row.EnumerateObject().Select(member => $"{member.Name}={member.Value}")))
                    .ToList();
                return (code, body.GetProperty("msg").GetString() ?? "", rows, retryAfter);
            }
        }
        // A proxy's page in between.
        catch (Exception error) when (
            error is JsonException || error is FormatException || error is InvalidOperationException
            || error is KeyNotFoundException)
        {
            return status == 200
                ? (0, "no answer: what came is not of this API", none, retryAfter)
                : (status, "not an answer of this API", none, retryAfter);
        }
    }

    /// <summary>What does not change from poll to poll.</summary>
    class Settings
    {
        public readonly bool Once;
        /// <summary>The days from --from to --to, both included; none where they are not given.</summary>
        public readonly List<DateTime> Days;
        public readonly string Url = Setting("ESPERA_URL").TrimEnd('/');
        public readonly string Token = Setting("ESPERA_TOKEN");
        // Reports are local to the operation, wherever this machine stands.
        public readonly TimeZoneInfo Zone = TimeZone("ESPERA_TIME_ZONE", "America/Bogota");
        // Below the 60 s after which the server stops a query.
        public readonly TimeSpan Timeout = Seconds("ESPERA_TIMEOUT_S", "50", 1);
        public readonly TimeSpan Retry = Seconds("ESPERA_RETRY_S", "5", 0);
        public readonly TimeSpan Interval = Seconds("ESPERA_INTERVAL_S", "300", 0);

        public Settings(string[] args)
        {
            Days = DaysAsked(args, Now.Date);
            Once = args.Contains("--once") || Days.Count > 0;
        }

        public DateTime Now => TimeZoneInfo.ConvertTimeFromUtc(DateTime.UtcNow, Zone);
    }

    static List<DateTime> DaysAsked(string[] args, DateTime today)
    {
        var days = new List<DateTime>();
        if (!args.Contains("--from") && !args.Contains("--to")) return days;
        var first = Day(After(args, "--from"));
        var last = args.Contains("--to") ? Day(After(args, "--to")) : today;
        if (!first.HasValue || !last.HasValue || first > last || last > today)
            throw new Stopped(
                "--from and --to are days like 2026-11-22: the first not after the last, and none after today");
        for (var day = first.Value; day <= last; day = day.AddDays(1)) days.Add(day);
        return days;
    }

    /// <summary>A day like 2026-11-22; null for what is none.</summary>
    static DateTime? Day(string text)
    {
        var isDay = DateTime.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return isDay ? day : (DateTime?)null;
    }

    /// <summary>What follows an option; "" where nothing does.</summary>
    static string After(string[] args, string option)
    {
        return args.SkipWhile(arg => arg != option).Skip(1).FirstOrDefault() ?? "";
    }

    static TimeSpan Seconds(string name, string otherwise, int least)
    {
        var value = Setting(name, otherwise);
        if (value.Length > 6 || !value.All(letter => letter >= '0' && letter <= '9')
            || int.Parse(value, CultureInfo.InvariantCulture) < least)
            throw new Stopped($"{name} must be whole seconds from {least} to 999999, and is {value}");
        return TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture));
    }

    static TimeZoneInfo TimeZone(string name, string otherwise)
    {
        var value = Setting(name, otherwise);
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(value);
        }
        catch (Exception error) when (
            error is TimeZoneNotFoundException || error is InvalidTimeZoneException || error is SecurityException)
        {
            throw new Stopped($"{name} is no time zone that this machine knows: {value}");
        }
    }

    static string Setting(string name, string otherwise)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? otherwise : value;
    }

    static string Setting(string name)
    {
        var value = Setting(name, "");
        return value != "" ? value : throw new Stopped($"{name} is not set");
    }

    /// <summary>Asking again would bring the same answer.</summary>
    class Stopped : Exception
    {
        public Stopped(string reason) : base(reason) { }
    }
}
