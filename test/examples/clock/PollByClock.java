import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Runs Poll by the clock in the file that CLOCK names. */
public class PollByClock extends Clock {
    private final ZoneId zone;

    private PollByClock(ZoneId zone) {
        this.zone = zone;
    }

    public static void main(String[] args) throws InterruptedException {
        Poll.clock = new PollByClock(ZoneOffset.UTC);
        Poll.main(args);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new PollByClock(other);
    }

    @Override
    public Instant instant() {
        try {
            return Instant.ofEpochSecond(Long.parseLong(Files.readString(Paths.get(System.getenv("CLOCK")))));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
