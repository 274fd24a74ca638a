package tallystick.app.api.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.RequestBody;
import tallystick.app.api.StrictJson;
import tallystick.app.api.Utf8Check;
import tallystick.app.api.problem.InvalidParam;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * A CloudEvent in binary mode (HTTP protocol binding 1.0.2, 3.1): attributes are headers that begin
 * with {@code ce-}, the body is the data. It is made into the same event in structured mode, so
 * that one reader, and one fingerprint, is of both. Attributes are texts here, whatever their type
 * in CloudEvents.
 */
final class BinaryEvent {

    private static final String PREFIX = "ce-";
    private static final String MISSING = "is required in binary mode";

    /** What has no default and no other place; a missing {@code data} is an empty body. */
    private static final List<String> REQUIRED =
            List.of("specversion", "id", "source", "type", "subject", "time");

    private BinaryEvent() {}

    /**
     * The event in structured mode, UTF-8.
     *
     * @throws ProblemException 415 without any such header; 400 naming each header that is missing,
     *     twice there, not an attribute's or not encoded by 3.1.3.2; 400 when the body is not one
     *     JSON value
     */
    static byte[] structured(HttpServletRequest request, RequestBody body) {
        SortedMap<String, String> attributes = attributes(request);
        checkData(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length() + 1_024);
        try (JsonGenerator json = StrictJson.generator(out)) {
            json.writeStartObject();
            attributes.forEach(json::writeStringProperty);
            json.writeStringProperty("datacontenttype", "application/json");
            json.writeEndObject();
        }
        byte[] head = out.toByteArray();
        out.reset();
        // Data comes last and as it stands: a vendor's usage object in it is hashed by its bytes.
        out.write(head, 0, head.length - 1);
        out.writeBytes(",\"data\":".getBytes(StandardCharsets.UTF_8));
        out.write(body.bytes(), 0, body.length());
        out.write('}');
        return out.toByteArray();
    }

    /**
     * The problem of headers whose values the event's schema does not allow, null when it is not
     * they that are at fault.
     */
    static @Nullable ProblemDocument headerProblem(ProblemDocument item) {
        List<InvalidParam> params = new ArrayList<>();
        for (InvalidParam param : item.invalidParams()) {
            String name = param.name();
            if (!name.equals("event") && !name.equals("data") && !name.startsWith("data.")) {
                params.add(new InvalidParam(PREFIX + name, param.reason()));
            }
        }
        return params.isEmpty() ? null : problem(params);
    }

    private static ProblemDocument problem(List<InvalidParam> params) {
        InvalidParam first = params.getFirst();
        return ProblemDocument.of(
                ProblemCode.INVALID_PARAMETER, first.name() + " " + first.reason(), params);
    }

    // ---- headers

    private static SortedMap<String, String> attributes(HttpServletRequest request) {
        SortedMap<String, String> attributes = new TreeMap<>();
        List<InvalidParam> faults = new ArrayList<>();
        SortedMap<String, List<String>> headers = headers(request);
        if (headers.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "a body of this type is taken in binary mode only, with ce- headers");
        }
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey().substring(PREFIX.length());
            String rule = brokenName(name);
            if (rule == null && header.getValue().size() > 1) {
                rule = "must be there once";
            }
            HeaderText text = HeaderText.of(header.getValue().getFirst());
            rule = rule == null ? text.brokenRule() : rule;
            if (rule == null) {
                attributes.put(name, text.value());
            } else if (faults.size() < EventCursor.MOST_FAULTS) {
                faults.add(new InvalidParam(EventCursor.member("", header.getKey()), rule));
            }
        }
        if (headers.size() > REQUIRED.size() + UsageItem.MOST_KEPT) {
            faults.add(
                    new InvalidParam(
                            PREFIX + "*",
                            "must have at most " + UsageItem.MOST_KEPT + " of the sender's own"));
        }
        for (String name : REQUIRED) {
            if (!headers.containsKey(PREFIX + name) && faults.size() < EventCursor.MOST_FAULTS) {
                faults.add(new InvalidParam(PREFIX + name, MISSING));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(problem(faults));
        }
        return attributes;
    }

    /** Values by lower-case name, of those that begin as attributes do. */
    private static SortedMap<String, List<String>> headers(HttpServletRequest request) {
        SortedMap<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                headers.put(lower, Collections.list(request.getHeaders(name)));
            }
        }
        return headers;
    }

    /** CloudEvents 1.0.2, attribute naming; and what binary mode has elsewhere. */
    private static @Nullable String brokenName(String name) {
        return switch (name) {
            case "datacontenttype" -> "must not be there: Content-Type says it";
            case "data" -> "must not be there: the body is the data";
            default ->
                    !name.isEmpty()
                                    && name.chars()
                                            .allMatch(
                                                    c ->
                                                            (c >= 'a' && c <= 'z')
                                                                    || (c >= '0' && c <= '9'))
                            ? null
                            : "must name an attribute of letters and digits";
        };
    }

    // ---- the body

    /** Alone: what is well formed only among the event's members could be further members. */
    private static void checkData(RequestBody body) {
        int invalid = Utf8Check.firstInvalid(body.bytes(), body.length());
        int end = invalid == Utf8Check.VALID ? body.length() : invalid;
        try (JsonParser parser = StrictJson.parser(body.bytes(), end)) {
            try {
                checkOneValue(parser);
                if (invalid != Utf8Check.VALID) {
                    throw malformed(parser.currentLocation(), "is not UTF-8");
                }
            } catch (JacksonException broken) {
                throw malformed(
                        parser.currentLocation(),
                        invalid == Utf8Check.VALID ? StrictJson.reason(broken) : "is not UTF-8");
            }
        }
    }

    private static void checkOneValue(JsonParser parser) {
        if (parser.nextToken() == null) {
            throw malformed(parser.currentLocation(), "must be a JSON value");
        }
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == StrictJson.MAX_NESTING) {
                throw malformed(parser.currentLocation(), "nests deeper than is taken");
            }
        } while (parser.nextToken() != null && depth > 0);
        if (parser.currentToken() != null) {
            throw malformed(parser.currentLocation(), "must end after its value");
        }
    }

    private static ProblemException malformed(TokenStreamLocation at, String reason) {
        return new ProblemException(StrictJson.malformed(at, 0, reason));
    }
}
