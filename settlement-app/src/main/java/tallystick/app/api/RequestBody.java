package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemException;

/** A request's body, whole, in memory and bounded. */
public final class RequestBody {

    /** How long a body may take to arrive, whatever its size: 4 MiB at 140 KB a second. */
    private static final int MOST_SECONDS = 30;

    private static final int FIRST_BUFFER = 64 * 1024;

    /** What is read and thrown away of a body too large, so that the sender gets the answer. */
    private static final long MOST_DRAINED = 32L * 1024 * 1024;

    private final byte[] bytes;
    private final int length;

    private RequestBody(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** The body, in the first {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes it has. */
    public int length() {
        return length;
    }

    /**
     * Reads the body.
     *
     * @param most bytes, 1 or more
     * @throws ProblemException 413 when it is longer, 415 when it is compressed or not UTF-8, 408
     *     when it takes too long
     */
    public static RequestBody read(HttpServletRequest request, int most) throws IOException {
        refuseEncoding(request.getHeader("Content-Encoding"), "identity", "Content-Encoding");
        refuseEncoding(charset(request.getContentType()), "utf-8", "charset");
        InputStream in = request.getInputStream();
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        long announced = request.getContentLengthLong();
        if (announced > most) {
            throw tooLarge(in, most);
        }
        byte[] bytes = new byte[announced >= 0 ? (int) announced : FIRST_BUFFER];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                int next = in.read();
                if (next < 0) {
                    return new RequestBody(bytes, length);
                }
                if (length == most) {
                    throw tooLarge(in, most);
                }
                bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(1, length) * 2));
                bytes[length++] = (byte) next;
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return new RequestBody(bytes, length);
            }
            length += read;
            if (System.nanoTime() > deadlineNanos) {
                throw new ProblemException(
                        ProblemCode.REQUEST_TIMEOUT,
                        "a body must arrive within " + MOST_SECONDS + " seconds");
            }
        }
    }

    /** The charset the sender told; the servlet's own accessor tells one that a filter forced. */
    private static @Nullable String charset(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            if (type.isWildcardType() || type.isWildcardSubtype()) {
                throw new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must name one type");
            }
            return type.getParameter("charset");
        } catch (InvalidMediaTypeException malformed) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type is malformed");
        }
    }

    private static void refuseEncoding(@Nullable String told, String taken, String name) {
        if (told != null && !told.replace("\"", "").toLowerCase(Locale.ROOT).equals(taken)) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, name + " must be " + taken + " or absent");
        }
    }

    private static ProblemException tooLarge(InputStream in, int most) throws IOException {
        byte[] drain = new byte[FIRST_BUFFER];
        long drained = 0;
        int read = in.read(drain);
        while (read >= 0 && drained < MOST_DRAINED) {
            drained += read;
            read = in.read(drain);
        }
        return new ProblemException(
                ProblemCode.PAYLOAD_TOO_LARGE, "the body may have at most " + most + " bytes");
    }
}
