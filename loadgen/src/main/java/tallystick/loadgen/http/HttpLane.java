package tallystick.loadgen.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import tallystick.domain.usage.UsageRecord;
import tallystick.loadgen.world.LoadTraffic;

/** One connection's part of a load with usage: sends on schedule, asks for all of it again. */
final class HttpLane {

    private static final long SLOWEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int OK = 200;
    private static final int ASKED_AT_ONCE = 1_000;
    private static final String EVENTS = "/v1/events";
    private static final String ONE = "Content-Type: application/cloudevents+json\r\n";
    private static final String MANY = "Content-Type: application/cloudevents-batch+json\r\n";
    private static final String BRIEF = "Prefer: return=minimal\r\n";
    private static final Pattern ACCEPTED = Pattern.compile("\"accepted\":(\\d+)");
    private static final Pattern DUPLICATE =
            Pattern.compile("\"status\":\"duplicate\",\"position\":\"(\\d+)\"");

    private final HttpLoadOptions options;
    private final LoadTraffic traffic;
    private final UsageRecord usage = new UsageRecord();
    private final EventJson json = new EventJson();
    private final Histogram latencyNanos = new Histogram(SLOWEST_NANOS, 3);
    private final BitSet acknowledged = new BitSet();
    private int requests;
    private long refused;
    private long errors;
    private long lastAnswerNanos;

    HttpLane(HttpLoadOptions options, LoadTraffic traffic) {
        this.options = options;
        this.traffic = traffic;
    }

    /** Sends until the end; an unanswered request is sent again once, as a gateway does. */
    void send(Schedule schedule) {
        try (HttpConnection connection = new HttpConnection(options)) {
            while (schedule.hasNext()) {
                long intended = schedule.next();
                write((long) requests * options.batch(), options.batch());
                if (isAccepted(connection)) {
                    acknowledged.set(requests);
                } else {
                    refused += options.batch();
                }
                requests++;
                lastAnswerNanos = System.nanoTime();
                latencyNanos.recordValueWithCount(
                        Math.clamp(lastAnswerNanos - intended, 0, SLOWEST_NANOS), options.batch());
                schedule.answered();
            }
        } catch (IOException unanswered) {
            errors += options.batch();
        }
    }

    private boolean isAccepted(HttpConnection connection) throws IOException {
        String headers = options.batch() == 1 ? ONE : MANY + BRIEF;
        int status = connection.post(EVENTS, headers, json.bytes(), json.length());
        if (status != OK) {
            return false;
        }
        Matcher accepted = ACCEPTED.matcher(connection.body());
        return accepted.find() && Integer.parseInt(accepted.group(1)) == options.batch();
    }

    private void write(long firstNumber, int count) {
        json.clear();
        if (count == 1) {
            traffic.fill(usage, firstNumber);
            json.event(usage);
            return;
        }
        json.open();
        for (int i = 0; i < count; i++) {
            append(firstNumber + i, i == 0);
        }
        json.close();
    }

    private void append(long number, boolean isFirst) {
        if (!isFirst) {
            json.next();
        }
        traffic.fill(usage, number);
        json.event(usage);
    }

    /** Events that the server said it had accepted. */
    long accepted() {
        return (long) acknowledged.cardinality() * options.batch();
    }

    long requests() {
        return requests;
    }

    /** Events of requests that were answered otherwise. */
    long refused() {
        return refused;
    }

    /** Events of requests that were not answered. */
    long errors() {
        return errors;
    }

    long lastAnswerNanos() {
        return lastAnswerNanos;
    }

    Histogram latencyNanos() {
        return latencyNanos;
    }

    /** What the ledger says of the acknowledged events when they are sent again. */
    static final class Found {

        private final long lost;
        private final long[] positions;

        private Found(long lost, long[] positions) {
            this.lost = lost;
            this.positions = positions;
        }

        /** How many it did not know. */
        long lost() {
            return lost;
        }

        /** Where it said the others are. */
        LongStream positions() {
            return Arrays.stream(positions);
        }
    }

    /** Sends everything acknowledged again: each must be known. */
    Found ask() throws IOException {
        long[] numbers = new long[Math.toIntExact(accepted())];
        int count = 0;
        for (int i = acknowledged.nextSetBit(0); i >= 0; i = acknowledged.nextSetBit(i + 1)) {
            for (int k = 0; k < options.batch(); k++) {
                numbers[count++] = (long) i * options.batch() + k;
            }
        }
        return ask(numbers);
    }

    /** The control: an event that was never sent must not be known. */
    boolean isMissed(long number) throws IOException {
        return ask(new long[] {number}).lost() == 1;
    }

    private Found ask(long[] numbers) throws IOException {
        long[] positions = new long[numbers.length];
        int found = 0;
        try (HttpConnection connection = new HttpConnection(options)) {
            for (int from = 0; from < numbers.length; from += ASKED_AT_ONCE) {
                int to = Math.min(numbers.length, from + ASKED_AT_ONCE);
                json.clear();
                json.open();
                for (int i = from; i < to; i++) {
                    append(numbers[i], i == from);
                }
                json.close();
                int status = connection.post(EVENTS, MANY, json.bytes(), json.length());
                Matcher known = DUPLICATE.matcher(status == OK ? connection.body() : "");
                while (known.find()) {
                    positions[found++] = Long.parseLong(known.group(1));
                }
            }
        }
        return new Found(numbers.length - found, Arrays.copyOf(positions, found));
    }
}
