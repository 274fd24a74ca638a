package tallystick.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two writers on one journal, and a writer that is killed. */
class LockTest {

    private static final int KILLS = 5;

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource
    void aSecondOpenInThisProcessIsRefused(JournalKind kind) throws Exception {
        JournalOptions options = Sample.options(temp.resolve("journal"), kind);
        try (Journal journal = Journals.open(options)) {
            assertThrows(JournalLockedException.class, () -> Journals.open(options));
            Sample.fill(journal, 1);
        }
        Journals.open(options).close();
    }

    @ParameterizedTest
    @EnumSource
    void anotherProcessKeepsTheJournalUntilItIsKilled(JournalKind kind) throws Exception {
        JournalOptions options = Sample.options(temp.resolve("journal"), kind);
        for (int round = 0; round < KILLS; round++) {
            long acknowledged = -1;
            Process writer = start(options.directory(), kind);
            try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
                for (int i = 0; i < 100 + 37 * round; i++) {
                    acknowledged = Long.parseLong(String.valueOf(lines.readLine()));
                }
                assertThrows(JournalLockedException.class, () -> Journals.open(options));
                writer.destroyForcibly();
            }
            writer.waitFor();
            try (Journal journal = Journals.open(options)) {
                assertTrue(journal.lastForcedPosition() >= acknowledged);
                assertEquals(journal.lastForcedPosition() + 1, Sample.verify(journal, 0));
            }
        }
    }

    private static Process start(Path directory, JournalKind kind) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Acknowledger.class.getName(), directory.toString(), kind.name()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Appends until it is killed, and says on a line of its own what was forced. */
    static final class Acknowledger {

        private Acknowledger() {}

        public static void main(String[] arguments) throws Exception {
            JournalOptions options =
                    Sample.options(Path.of(arguments[0]), JournalKind.valueOf(arguments[1]));
            try (Journal journal = Journals.open(options)) {
                while (true) {
                    Sample.fill(journal, 1);
                    System.out.println(journal.lastForcedPosition());
                }
            }
        }
    }
}
