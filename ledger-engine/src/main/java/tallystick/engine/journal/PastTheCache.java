package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Files written past the kernel's cache (O_DIRECT). What a journal writes is forced at once and
 * seldom read soon: pages of the kernel's for it cost more than the rest of writing it. Offsets,
 * lengths and buffers must be multiples of {@link #PAGE_BYTES}, on every file system, so that what
 * works on one works on all.
 */
final class PastTheCache {

    static final int PAGE_BYTES = 4096;

    private static final @Nullable OpenOption DIRECT = find();

    private PastTheCache() {}

    /** The JDK's own option, which javac lets nobody name without a warning. */
    private static @Nullable OpenOption find() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            for (Object option : options.getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return (OpenOption) option;
                }
            }
            return null;
        } catch (ClassNotFoundException otherJdk) {
            return null;
        }
    }

    /** Opens a file for writing; through the cache where the file system has no other way. */
    static FileChannel open(Path file) throws IOException {
        if (DIRECT != null) {
            try {
                return FileChannel.open(file, StandardOpenOption.WRITE, DIRECT);
            } catch (IOException | UnsupportedOperationException notHere) {
                // Whatever else is wrong with the file is said by opening it the usual way.
                return FileChannel.open(file, StandardOpenOption.WRITE);
            }
        }
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /**
     * A buffer of zeros that such a file can be written from, {@code bytes} rounded up to pages.
     */
    static ByteBuffer buffer(int bytes) {
        int whole = Math.toIntExact(pageEnd(bytes));
        return ByteBuffer.allocateDirect(whole + PAGE_BYTES)
                .alignedSlice(PAGE_BYTES)
                .slice(0, whole);
    }

    static long pageStart(long offset) {
        return offset & -PAGE_BYTES;
    }

    static long pageEnd(long offset) {
        return (offset + PAGE_BYTES - 1) & -PAGE_BYTES;
    }
}
