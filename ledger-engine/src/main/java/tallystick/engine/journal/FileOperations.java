package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What the journal asks of the file system while writing: the place where faults are put in. Tests
 * and fault campaigns alone open a journal over anything but {@link #real}.
 */
public interface FileOperations {

    /** The real file system. */
    static FileOperations real() {
        return new LinuxFiles();
    }

    /**
     * Opens a file of whole pages for writing: past the kernel's cache where the file system has a
     * way.
     */
    default FileChannel open(Path file) throws IOException {
        return PastTheCache.open(file);
    }

    /** Writes all remaining bytes at a byte of the file. */
    void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException;

    /** Makes the content durable (fdatasync). */
    void force(FileChannel channel) throws IOException;

    /** Makes the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /**
     * Gives a range of the file real blocks without changing its length; creates the file when
     * missing.
     *
     * @return false when the disk or the quota is full
     */
    boolean reserve(Path file, long offset, long length) throws IOException;

    /** Cuts the file, and gives back blocks that were reserved beyond. */
    void trim(Path file, long length) throws IOException;
}
