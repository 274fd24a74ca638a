package tallystick.engine.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the writer shares with its readers: which files there are, what is where, what is forced.
 */
final class JournalFiles {

    private final Path directory;
    private final FileLayout layout;
    private final PositionIndex index;
    private final ForcedMark forced;
    private volatile List<Path> files;

    JournalFiles(
            Path directory,
            FileLayout layout,
            List<Path> files,
            PositionIndex index,
            ForcedMark forced) {
        this.directory = directory;
        this.layout = layout;
        this.files = List.copyOf(files);
        this.index = index;
        this.forced = forced;
    }

    Path directory() {
        return directory;
    }

    FileLayout layout() {
        return layout;
    }

    PositionIndex index() {
        return index;
    }

    ForcedMark forced() {
        return forced;
    }

    int fileCount() {
        return files.size();
    }

    Path file(int ordinal) {
        return files.get(ordinal);
    }

    /**
     * Where the frames up to a forced position lie.
     *
     * @param position 0 to the last forced one
     */
    JournalMap map(long position) {
        try (JournalReader reader = new JournalReader(this, position)) {
            if (!reader.next()) {
                throw new IllegalArgumentException("position " + position + " is not forced");
            }
            JournalMap.Anchor anchor = reader.anchor();
            List<String> names = new ArrayList<>();
            for (Path file : files.subList(0, anchor.place().file() + 1)) {
                names.add(String.valueOf(file.getFileName()));
            }
            return index.map(names, anchor);
        }
    }

    /** Adds the next file and returns its ordinal; once per roll, so the copy does not matter. */
    int add(Path file) {
        List<Path> longer = new ArrayList<>(files);
        longer.add(file);
        files = List.copyOf(longer);
        return longer.size() - 1;
    }
}
