package tallystick.engine.jurisdiction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far the facts on disk go. What does not fit together is thrown away, to be made again.
 *
 * @param through last journal position they are of, −1 for none
 * @param countries of the operators registered by then
 * @param files one per jurisdiction, open
 */
record KeptFacts(long through, Map<String, String> countries, Map<String, FactFile> files) {

    private static final String STATE = "state";
    private static final String FORMAT = "tallystick facts 1";
    private static final int WORDS = 4;

    static Path file(Path directory, String jurisdiction) {
        return directory.resolve(jurisdiction + ".facts");
    }

    /** Forces the files, and then says how far they go. */
    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(FORMAT + "\nthrough " + through + "\n");
        countries.forEach((operator, country) -> text.append(operator + " " + country + "\n"));
        for (Map.Entry<String, FactFile> file : files.entrySet()) {
            file.getValue().force();
            text.append(
                    "facts %s %d %s\n"
                            .formatted(
                                    file.getKey(),
                                    file.getValue().size(),
                                    file.getValue().rootHex()));
        }
        text.append("end\n");
        Path fresh = directory.resolve(STATE + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, directory.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What is there; nothing when it is damaged or of a longer journal.
     *
     * @param last the journal's last position
     */
    static KeptFacts read(Path directory, long last) throws IOException {
        Files.createDirectories(directory);
        Path state = directory.resolve(STATE);
        if (Files.exists(state)) {
            Map<String, FactFile> files = new TreeMap<>();
            try {
                KeptFacts kept = parse(directory, Files.readAllLines(state), files);
                if (kept.through <= last) {
                    return kept;
                }
            } catch (IOException | IllegalArgumentException damaged) {
                // Made again from the journal, like files without a state.
            }
            for (FactFile file : files.values()) {
                file.close();
            }
        }
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        return new KeptFacts(-1, new TreeMap<>(), new TreeMap<>());
    }

    private static KeptFacts parse(Path directory, List<String> lines, Map<String, FactFile> files)
            throws IOException {
        if (lines.size() < 3
                || !lines.getFirst().equals(FORMAT)
                || !lines.getLast().equals("end")
                || !lines.get(1).startsWith("through ")) {
            throw new IOException("no state of facts");
        }
        long through = Long.parseLong(lines.get(1).substring("through ".length()));
        Map<String, String> countries = new TreeMap<>();
        for (String line : lines.subList(2, lines.size() - 1)) {
            String[] words = line.split(" ", -1);
            if (words.length == WORDS && words[0].equals("facts")) {
                long facts = Long.parseLong(words[2]);
                FactFile file = FactFile.open(file(directory, words[1]), facts);
                files.put(words[1], file);
                if (!file.rootHex().equals(words[3])) {
                    throw new IOException("facts of " + words[1] + " are others");
                }
            } else if (words.length == 2) {
                countries.put(words[0], words[1]);
            } else {
                throw new IOException("no line of a state of facts: " + line);
            }
        }
        return new KeptFacts(through, countries, files);
    }
}
