package tallystick.loadgen.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection (RFC 9112): a request is one write, an answer is read by its
 * length or by chunks. It costs a few microseconds a request, so that a generator on the machine of
 * the server does not measure itself. One thread; connects again after a failure.
 */
final class HttpConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final String host;
    private final int port;

    /** Header lines of every request. */
    private final String standing;

    private byte[] request = new byte[1 << 16];
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private byte[] body = new byte[1 << 12];
    private int bodyLength;
    private Socket socket = new Socket();

    /** A connection of its own to where the options say, with their credential. */
    HttpConnection(HttpLoadOptions options) {
        URI base = options.url();
        String credential = options.credential();
        host = base.getHost();
        port = base.getPort() < 0 ? 80 : base.getPort();
        standing =
                "Host: "
                        + host
                        + ":"
                        + port
                        + "\r\n"
                        + (credential == null
                                ? ""
                                : "Authorization: Bearer " + credential + "\r\n");
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param headers lines, each with its line end
     * @return the status
     * @throws IOException when there is no answer; whether the request was carried out is unknown
     */
    int post(String path, String headers, byte[] content, int length) throws IOException {
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\n"
                        + standing
                        + headers
                        + "Content-Length: "
                        + length
                        + "\r\n\r\n";
        return exchange(head, content, length);
    }

    /** As {@link #post}, without a body. */
    int get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\n" + standing + "\r\n", request, 0);
    }

    /** The body of the last answer. */
    String body() {
        return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
    }

    private int exchange(String head, byte[] content, int length) throws IOException {
        try {
            connect();
            int headLength = head.length();
            if (request.length < headLength + length) {
                request = new byte[2 * (headLength + length)];
            }
            byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(headBytes, 0, request, 0, headLength);
            System.arraycopy(content, 0, request, headLength, length);
            socket.getOutputStream().write(request, 0, headLength + length);
            return answer(socket.getInputStream());
        } catch (IOException broken) {
            close();
            throw broken;
        }
    }

    private void connect() throws IOException {
        if (socket.isConnected() && !socket.isClosed()) {
            return;
        }
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        from = 0;
        to = 0;
    }

    private int answer(InputStream in) throws IOException {
        String status = line(in);
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        bodyLength = 0;
        if (chunked) {
            chunks(in);
        } else {
            take(in, Math.toIntExact(length));
        }
        if (last) {
            close();
        }
        return Integer.parseInt(status.substring(STATUS_AT, STATUS_AT + 3));
    }

    private void chunks(InputStream in) throws IOException {
        int size = chunkSize(in);
        while (size > 0) {
            take(in, size);
            String _ = line(in);
            size = chunkSize(in);
        }
        String _ = line(in);
    }

    private int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private void take(InputStream in, int length) throws IOException {
        if (body.length < bodyLength + length) {
            body = Arrays.copyOf(body, 2 * (bodyLength + length));
        }
        int left = length;
        while (left > 0) {
            if (from == to) {
                fill(in);
            }
            int part = Math.min(left, to - from);
            System.arraycopy(buffer, from, body, bodyLength, part);
            from += part;
            bodyLength += part;
            left -= part;
        }
    }

    private String line(InputStream in) throws IOException {
        int end = from;
        while (true) {
            for (; end < to; end++) {
                if (buffer[end] == '\n') {
                    int length = Math.max(0, end - from - 1);
                    String line = new String(buffer, from, length, StandardCharsets.ISO_8859_1);
                    from = end + 1;
                    return line;
                }
            }
            int kept = end - from;
            System.arraycopy(buffer, from, buffer, 0, kept);
            from = 0;
            to = kept;
            end = kept;
            more(in);
        }
    }

    private void fill(InputStream in) throws IOException {
        from = 0;
        to = 0;
        more(in);
    }

    private void more(InputStream in) throws IOException {
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += read;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // What it was for has failed or is done.
            return;
        }
    }
}
