package tallystick.app.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tallystick.domain.LedgerEvent;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.replay.JournalCheck;
import tallystick.engine.replay.LeafCursor;
import tallystick.engine.replay.ReplayObserver;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** {@code tallystick journal dump}: events as lines of JSON. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = {
            "Writes every event as one line of JSON, in order of position.",
            "Ends with exit code 1 at the first bad position; the lines before it are good."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./tallystick journal dump tallystick-data --from 100 --to 199")
final class JournalDumpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "A node's data directory, or its journal.")
    private Path directory = Path.of("tallystick-data");

    @Option(names = "--from", paramLabel = "P", description = "First position. Default: 0.")
    private long from;

    @Option(names = "--to", paramLabel = "P", description = "Last position. Default: the last.")
    private long to = Long.MAX_VALUE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the lines go. Default: standard output.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        JournalCheck.Report report;
        try (OutputStream target =
                new BufferedOutputStream(out == null ? shared() : Files.newOutputStream(out))) {
            report = JournalCheck.run(JournalDirectory.of(spec, directory), new Dump(target));
        }
        JournalCheck.Damage damage = report.firstBad();
        if (damage != null) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("FIRST BAD POSITION " + damage.position() + ": " + damage.reason());
        }
        return damage == null ? Tallystick.DONE : Tallystick.FAILURE;
    }

    /** Standard output, which is not ours to close. */
    private OutputStream shared() {
        PrintWriter writer = spec.commandLine().getOut();
        return new OutputStream() {
            @Override
            public void write(int oneByte) {
                write(new byte[] {(byte) oneByte}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writer.write(
                        new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8));
            }

            @Override
            public void flush() {
                writer.flush();
            }
        };
    }

    /** Writes the lines of the positions wanted. */
    private final class Dump implements ReplayObserver {

        private final OutputStream target;
        private final JsonMapper mapper =
                JsonMapper.builder()
                        .addModule(new SimpleModule().addSerializer(Pico.class, new PicoText()))
                        .build();

        Dump(OutputStream target) {
            this.target = target;
        }

        @Override
        public void usage(LeafCursor leaf, UsageRecord usage) {
            line(leaf, "UsageRecorded", usage);
        }

        @Override
        public void event(LeafCursor leaf, LedgerEvent event) {
            line(leaf, event.getClass().getSimpleName(), event);
        }

        @Override
        public void message(LeafCursor leaf, ApplicationMessage message) {
            line(leaf, "ApplicationMessage", message);
        }

        private void line(LeafCursor leaf, String type, Object event) {
            if (leaf.position() < from || leaf.position() > to) {
                return;
            }
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("position", leaf.position());
            long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
            line.put("recorded", JournalStatCommand.instant(recorded).toString());
            line.put("type", type);
            line.put("event", event);
            try {
                target.write(mapper.writeValueAsBytes(line));
                target.write('\n');
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /** An amount as a decimal number of units. */
    private static final class PicoText extends StdSerializer<Pico> {

        PicoText() {
            super(Pico.class);
        }

        @Override
        public void serialize(Pico amount, JsonGenerator json, SerializationContext context) {
            json.writeString(amount.toString());
        }
    }
}
