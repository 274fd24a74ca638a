package tallystick.loadgen.campaign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tallystick.engine.EngineOptions;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/**
 * What the engine in the other JVM is told, as words {@code name=value}.
 *
 * @param data directory of the node
 * @param kind what lies under the journal
 * @param work what the senders do
 * @param starts the first request of each sender, one sender for each
 * @param nowEpochNanos when usage ended, nanoseconds since 1970
 * @param requests each sender stops after so many; {@link Long#MAX_VALUE}: never
 * @param pauseMillis each sender waits so long between two requests
 * @param fault what the file operations do, as {@link FaultFiles} spells it
 */
record ChildOptions(
        Path data,
        JournalKind kind,
        Work work,
        List<Long> starts,
        long nowEpochNanos,
        long requests,
        long pauseMillis,
        String fault) {

    private static final int QUARTER_MIB = 1 << 18;

    /** What the senders do. */
    enum Work {
        /** Usage, holds and money, one request of a sender at a time. */
        TRAFFIC,
        /** The same id again and again. */
        DUPLICATES,
        /** As much as a slow disk and a reader that never reads let in. */
        PRESSURE,
        /** Traffic until something throws, see {@link Throwing}. */
        THROWS
    }

    /** Senders that begin where they were. */
    static ChildOptions traffic(Path data, JournalKind kind, List<Long> starts, long now) {
        return new ChildOptions(
                data, kind, Work.TRAFFIC, starts, now, Long.MAX_VALUE, 0, FaultFiles.NONE);
    }

    ChildOptions withWork(Work other, long eachRequests) {
        return new ChildOptions(
                data, kind, other, starts, nowEpochNanos, eachRequests, pauseMillis, fault);
    }

    ChildOptions withPause(long millis) {
        return new ChildOptions(data, kind, work, starts, nowEpochNanos, requests, millis, fault);
    }

    ChildOptions withFault(String other) {
        return new ChildOptions(
                data, kind, work, starts, nowEpochNanos, requests, pauseMillis, other);
    }

    /** Small files, so that a campaign crosses many of them. */
    static JournalOptions journal(Path data, JournalKind kind) {
        return JournalOptions.of(data.resolve("journal"), kind)
                .withSizes(QUARTER_MIB, 4L * QUARTER_MIB, QUARTER_MIB, QUARTER_MIB);
    }

    EngineOptions engine() {
        return EngineOptions.of(journal(data, kind));
    }

    List<String> words() {
        List<String> firsts = starts.stream().map(String::valueOf).toList();
        return List.of(
                "data=" + data,
                "kind=" + kind,
                "work=" + work,
                "starts=" + String.join(",", firsts),
                "now=" + nowEpochNanos,
                "requests=" + requests,
                "pause=" + pauseMillis,
                "fault=" + fault);
    }

    static ChildOptions parse(String[] words) {
        List<Long> starts = new ArrayList<>();
        for (String start : value(words, "starts").split(",", -1)) {
            starts.add(Long.parseLong(start));
        }
        return new ChildOptions(
                Path.of(value(words, "data")),
                JournalKind.valueOf(value(words, "kind").toUpperCase(Locale.ROOT)),
                Work.valueOf(value(words, "work")),
                starts,
                Long.parseLong(value(words, "now")),
                Long.parseLong(value(words, "requests")),
                Long.parseLong(value(words, "pause")),
                value(words, "fault"));
    }

    private static String value(String[] words, String name) {
        for (String word : words) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        throw new IllegalArgumentException(name + " is missing");
    }
}
