package tallystick.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code segment-00000001.journal} and so on; the number says the order and nothing else. */
final class SegmentNames {

    static final String DRAFT = "segment.draft";

    private static final String PATTERN = "segment-[0-9]{8}\\.journal";
    private static final int DIGITS_AT = "segment-".length();
    private static final int DIGITS = 8;

    private SegmentNames() {}

    static String of(int number) {
        return "segment-%08d.journal".formatted(number);
    }

    static int numberOf(Path segment) {
        String name = String.valueOf(segment.getFileName());
        return Integer.parseInt(name, DIGITS_AT, DIGITS_AT + DIGITS, 10);
    }

    /** The segments of a directory in order. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(e -> String.valueOf(e.getFileName()).matches(PATTERN))
                    .sorted()
                    .toList();
        }
    }
}
