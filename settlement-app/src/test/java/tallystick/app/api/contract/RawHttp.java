package tallystick.app.api.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over a socket, for requests that no HTTP client would send. One thread; a connection is
 * kept as long as the server keeps it.
 */
final class RawHttp implements AutoCloseable {

    /** A request, byte for byte. */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(String method, String target, List<String[]> headers, byte[] body) {

        /** With one header in place of those of its name; without any when the value is null. */
        Request with(String name, @Nullable String value) {
            List<String[]> other =
                    new ArrayList<>(
                            headers.stream().filter(h -> !h[0].equalsIgnoreCase(name)).toList());
            if (value != null) {
                other.add(new String[] {name, value});
            }
            return new Request(method, target, List.copyOf(other), body);
        }

        Request body(byte[] other) {
            return new Request(method, target, headers, other);
        }

        Request target(String other) {
            return new Request(method, other, headers, body);
        }

        Request method(String other) {
            return new Request(other, target, headers, body);
        }
    }

    private static final int ANSWER_MILLIS = 60_000;

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    RawHttp(int port) {
        this.port = port;
    }

    /**
     * Sends a request and reads its answer; once more on a new connection when an old one was
     * closed meanwhile.
     */
    Exchange send(Request request) throws IOException {
        boolean wasOpen = socket.isConnected() && !socket.isClosed();
        try {
            return sendOnce(request);
        } catch (IOException gone) {
            close();
            if (!wasOpen) {
                throw gone;
            }
            return sendOnce(request);
        }
    }

    private Exchange sendOnce(Request request) throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        Map<String, String> sent = new TreeMap<>();
        for (String[] header : request.headers()) {
            head.append(header[0]).append(": ").append(header[1]).append("\r\n");
            sent.merge(header[0].toLowerCase(Locale.ROOT), header[1], (a, b) -> a + ", " + b);
        }
        boolean isChunked = sent.containsKey("transfer-encoding");
        if (!isChunked) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(isChunked ? chunked(request.body()) : request.body());
        socket.getOutputStream().write(out.toByteArray());
        return answer(request, sent);
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (body.length > 0) {
            String size = Integer.toHexString(body.length) + "\r\n";
            out.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(body);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private Exchange answer(Request request, Map<String, String> sent) throws IOException {
        int status = 100;
        Map<String, String> headers = new TreeMap<>();
        while (status == 100) {
            String line = line();
            if (!line.startsWith("HTTP/1.1 ")) {
                throw new IOException("no status line: " + line);
            }
            status = Integer.parseInt(line.substring(9, 12));
            headers.clear();
            for (String header = line(); !header.isEmpty(); header = line()) {
                String[] parts = header.split(":", 2);
                headers.merge(
                        parts[0].strip().toLowerCase(Locale.ROOT),
                        parts[1].strip(),
                        (a, b) -> a + ", " + b);
            }
        }
        boolean isBare = request.method().equals("HEAD") || status == 204 || status == 304;
        byte[] body = isBare ? new byte[0] : body(headers);
        if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            close();
        }
        return new Exchange(
                request.method(), request.target(), sent, request.body(), status, headers, body);
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return exactly(Integer.parseInt(headers.get("content-length")));
        }
        if (!headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            byte[] all = in.readAllBytes();
            close();
            return all;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(size));
            String end = line();
            if (size == 0) {
                return body.toByteArray();
            }
            if (!end.isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private String line() throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
