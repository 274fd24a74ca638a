package tallystick.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code queue-00000001/20260131-14F.cq4} and so on: a Chronicle queue for each time the journal
 * was opened and written, in it a file for each cycle, both in the order of their names.
 */
final class QueueNames {

    private static final String PATTERN = "queue-[0-9]{8}";
    static final String SUFFIX = ".cq4";
    private static final int DIGITS_AT = "queue-".length();

    private QueueNames() {}

    static String of(int number) {
        return "queue-%08d".formatted(number);
    }

    /** The number of the queue a file belongs to. */
    static int numberOf(Path queue) {
        return Integer.parseInt(String.valueOf(queue.getFileName()).substring(DIGITS_AT));
    }

    /** The queues of a directory in order. */
    static List<Path> queues(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(e -> String.valueOf(e.getFileName()).matches(PATTERN))
                    .sorted()
                    .toList();
        }
    }

    /** The cycle files of all queues of a directory in order. */
    static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path queue : queues(directory)) {
            try (Stream<Path> entries = Files.list(queue)) {
                entries.filter(e -> String.valueOf(e.getFileName()).endsWith(SUFFIX))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
