package tallystick.engine.journal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real file system. Reservation calls the C library, as Java has no fallocate. */
final class LinuxFiles implements FileOperations {

    private static final int O_WRONLY_CREAT_CLOEXEC = 0x1 | 0x40 | 0x80000;
    private static final int OWNER_READ_WRITE = 0x180;
    private static final int KEEP_SIZE = 1;
    private static final int EINTR = 4;
    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;

    private static final StructLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            call(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            call(
                    "fallocate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle FTRUNCATE =
            call(
                    "ftruncate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE =
            call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // The module is started with --enable-native-access.
    private static MethodHandle call(
            String name, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup lookup = linker.defaultLookup();
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return linker.downcallHandle(lookup.findOrThrow(name), descriptor, options);
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void force(FileChannel channel) throws IOException {
        channel.force(false);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public boolean reserve(Path file, long offset, long length) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && directory.toFile().getUsableSpace() < length) {
            // A failing fallocate keeps the blocks it found and leaves none to anybody else.
            return false;
        }
        return onFile(
                file,
                (descriptor, state) -> {
                    int result;
                    do {
                        result =
                                (int)
                                        FALLOCATE.invokeExact(
                                                state, descriptor, KEEP_SIZE, offset, length);
                    } while (result != 0 && errno(state) == EINTR);
                    return result == 0 ? 0 : errno(state);
                });
    }

    @Override
    public void trim(Path file, long length) throws IOException {
        onFile(
                file,
                (descriptor, state) -> {
                    int result = (int) FTRUNCATE.invokeExact(state, descriptor, length);
                    return result == 0 ? 0 : errno(state);
                });
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    /** A call on an open file descriptor; answers 0 or an error number. */
    @FunctionalInterface
    private interface FileCall {
        int apply(int descriptor, MemorySegment state) throws Throwable;
    }

    private static boolean onFile(Path file, FileCall body) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(ERRNO_LAYOUT);
            MemorySegment name = arena.allocateFrom(file.toString());
            int descriptor =
                    (int) OPEN.invokeExact(state, name, O_WRONLY_CREAT_CLOEXEC, OWNER_READ_WRITE);
            int error;
            if (descriptor < 0) {
                error = errno(state);
            } else {
                try {
                    error = body.apply(descriptor, state);
                } finally {
                    int closed = (int) CLOSE.invokeExact(state, descriptor);
                    assert closed == 0 : errno(state);
                }
            }
            if (error == ENOSPC || error == EDQUOT) {
                return false;
            }
            if (error != 0) {
                throw new IOException(file + ": the system answered error " + error);
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(file + ": native call failed", e);
        }
    }
}
