package tallystick.domain.proof;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static file of a log after C2SP tlog-tiles: 256 hashes of one level, or the entries under a
 * tile of level 0.
 *
 * @param kind what is in it
 * @param level of a tile of hashes 0 … 63; of entries 0
 * @param index within its level, 0 or more
 * @param width entries in it: 256 when it is full, else 1 … 255
 */
public record Tile(Kind kind, int level, long index, int width) {

    /** Hashes in a full tile. */
    public static final int FULL = 256;

    /** Levels of the tree that one level of tiles spans. */
    public static final int HEIGHT = 8;

    private static final int MOST_LEVEL = 63;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "tile/(entries|entries32|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})"
                            + "(?:\\.p/([1-9][0-9]{0,2}))?");

    /** What is in the files of a tree. */
    public enum Kind {
        /** Hashes. */
        HASHES,
        /** Entries, each behind its length in two bytes. */
        ENTRIES,
        /** Entries of which one is longer than that: each behind its length in four bytes. */
        LONG_ENTRIES
    }

    public Tile {
        if (level < 0 || level > MOST_LEVEL || (kind != Kind.HASHES && level != 0)) {
            throw new ProofFormatException("no tile has level " + level);
        }
        if (index < 0 || width < 1 || width > FULL) {
            throw new ProofFormatException("no tile is number " + index + " of width " + width);
        }
    }

    /** The tile of hashes that holds a number of a level, as it is in a tree of a size. */
    public static Tile hashes(int level, long index, long size) {
        return new Tile(Kind.HASHES, level, index, width(level, index, size));
    }

    /** The bundle of entries of a number, as it is in a tree of a size. */
    public static Tile entries(Kind kind, long index, long size) {
        return new Tile(kind, 0, index, width(0, index, size));
    }

    /**
     * How many hashes of a level there are in a tree of a size: a partial tile counts for nothing
     * above.
     */
    public static long hashesAt(int level, long size) {
        int shift = HEIGHT * level;
        return shift >= Long.SIZE - 1 ? 0 : size >>> shift;
    }

    private static int width(int level, long index, long size) {
        long left = hashesAt(level, size) - index * FULL;
        if (left < 1) {
            throw new ProofFormatException(
                    "a tree of %d has no tile %d of level %d".formatted(size, index, level));
        }
        return (int) Math.min(FULL, left);
    }

    /** Whether it will not change any more. */
    public boolean isFull() {
        return width == FULL;
    }

    /** The same place, full. */
    public Tile full() {
        return new Tile(kind, level, index, FULL);
    }

    /** The same place and kind, of another width. */
    public Tile ofWidth(int other) {
        return new Tile(kind, level, index, other);
    }

    /** Path below the log's prefix: {@code tile/<L>/<N>[.p/<W>]}. */
    public String path() {
        return directoryless() + (isFull() ? "" : ".p/" + width);
    }

    /** The path without the partial tile's width. */
    public String directoryless() {
        String where =
                switch (kind) {
                    case HASHES -> Integer.toString(level);
                    case ENTRIES -> "entries";
                    case LONG_ENTRIES -> "entries32";
                };
        return "tile/" + where + "/" + number(index);
    }

    private static String number(long index) {
        String path = String.format(Locale.ROOT, "%03d", index % 1000);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path = String.format(Locale.ROOT, "x%03d/%s", rest % 1000, path);
        }
        return path;
    }

    /**
     * Reads a path.
     *
     * @throws ProofFormatException unless it is one that {@link #path} writes
     */
    public static Tile parse(String path) {
        Matcher match = SHAPE.matcher(path);
        if (!match.matches()) {
            throw new ProofFormatException("not the path of a tile");
        }
        Kind kind =
                switch (match.group(1)) {
                    case "entries" -> Kind.ENTRIES;
                    case "entries32" -> Kind.LONG_ENTRIES;
                    default -> Kind.HASHES;
                };
        int level = kind == Kind.HASHES ? Integer.parseInt(match.group(1)) : 0;
        String digits = match.group(2).replace("x", "").replace("/", "");
        String partial = match.group(3);
        long index = digits.length() > 18 ? -1 : Long.parseLong(digits);
        Tile tile =
                new Tile(kind, level, index, partial == null ? FULL : Integer.parseInt(partial));
        if (!tile.path().equals(path)) {
            throw new ProofFormatException("not the one path of its tile");
        }
        return tile;
    }
}
