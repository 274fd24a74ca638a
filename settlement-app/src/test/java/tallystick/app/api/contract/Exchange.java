package tallystick.app.api.contract;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * A request and its answer as they went over the wire.
 *
 * @param target path and query as they were sent
 * @param requestHeaders by lower-case name, several values with commas between
 * @param answerHeaders the same
 */
@SuppressWarnings("ArrayRecordComponent")
public record Exchange(
        String method,
        String target,
        Map<String, String> requestHeaders,
        byte[] requestBody,
        int status,
        Map<String, String> answerHeaders,
        byte[] answerBody) {

    /** What went through an HTTP client. */
    public static Exchange of(HttpRequest request, HttpResponse<?> response, byte[] answer) {
        return new Exchange(
                request.method(),
                target(request.uri()),
                lower(request.headers().map()),
                request.bodyPublisher().map(Exchange::bytes).orElse(new byte[0]),
                response.statusCode(),
                lower(response.headers().map()),
                answer);
    }

    private static String target(URI uri) {
        String query = uri.getRawQuery();
        return uri.getRawPath() + (query == null ? "" : "?" + query);
    }

    private static Map<String, String> lower(Map<String, List<String>> headers) {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach(
                (name, values) ->
                        lower.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return lower;
    }

    /**
     * A publisher of bytes at hand publishes them while it is subscribed to, any number of times.
     */
    private static byte[] bytes(HttpRequest.BodyPublisher publisher) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        publisher.subscribe(
                new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(ByteBuffer part) {
                        byte[] bytes = new byte[part.remaining()];
                        part.get(bytes);
                        out.writeBytes(bytes);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        throw new IllegalStateException(failure);
                    }

                    @Override
                    public void onComplete() {}
                });
        return out.toByteArray();
    }

    /** The path as it was sent. */
    String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The parameters of the query as they were sent, in order. */
    Stream<String[]> query() {
        int mark = target.indexOf('?');
        return mark < 0
                ? Stream.of()
                : Stream.of(target.substring(mark + 1).split("&", -1))
                        .filter(pair -> pair.contains("="))
                        .map(pair -> pair.split("=", 2));
    }

    /** A header of the answer, empty when it is not there. */
    String answerHeader(String name) {
        return answerHeaders.getOrDefault(name, "");
    }

    /** The answer's media type without parameters. */
    String answerType() {
        return type(answerHeader("content-type"));
    }

    /** The request's media type without parameters. */
    String requestType() {
        return type(requestHeaders.getOrDefault("content-type", ""));
    }

    private static String type(String header) {
        int mark = header.indexOf(';');
        return (mark < 0 ? header : header.substring(0, mark)).strip().toLowerCase(Locale.ROOT);
    }

    /** The answer's body as text. */
    String answerText() {
        return new String(answerBody, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        String asked = new String(requestBody, StandardCharsets.UTF_8);
        return "%s %s %s %s -> %d %s"
                .formatted(
                        method,
                        shortened(target),
                        requestHeaders,
                        shortened(asked),
                        status,
                        shortened(answerText()));
    }

    private static String shortened(String text) {
        return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    }
}
