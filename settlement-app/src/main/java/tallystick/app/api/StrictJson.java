package tallystick.app.api;

import java.io.OutputStream;
import tallystick.app.api.problem.BodyPlace;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as this API reads it: RFC 8259 to the letter, UTF-8, no name twice in an object, nothing
 * nested deeper than {@value #MAX_NESTING}, no name longer than {@value #MAX_NAME} characters and
 * no number longer than {@value #MAX_DIGITS} digits.
 */
public final class StrictJson {

    /** Deepest nesting, the outermost value included. */
    public static final int MAX_NESTING = 32;

    static final int MAX_NAME = 256;
    static final int MAX_DIGITS = 256;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxNameLength(MAX_NAME)
                                    .maxNumberLength(MAX_DIGITS)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    private StrictJson() {}

    /** A parser over the first {@code length} bytes, which must be {@link Utf8Check valid}. */
    public static JsonParser parser(byte[] body, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), body, 0, length);
    }

    /** A generator that leaves {@code out} open. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** What is wrong with a body that could not be read, without any of its content. */
    public static String reason(JacksonException broken) {
        String message = broken.getOriginalMessage();
        return switch (broken) {
            case StreamConstraintsException _ ->
                    "nests deeper, or has a longer name or number, than is taken";
            case UnexpectedEndOfInputException _ -> "ends inside a value";
            default ->
                    message != null && message.startsWith("Duplicate")
                            ? "has the same name twice in one object"
                            : "is not JSON";
        };
    }

    /**
     * The problem of a body that could not be read.
     *
     * @param index the batch's item, from 0; −1 outside any item
     */
    public static ProblemDocument malformed(TokenStreamLocation at, int index, String reason) {
        BodyPlace place = new BodyPlace(at.getLineNr(), at.getColumnNr(), index);
        String item = index < 0 ? "" : ", item " + index;
        String where = "line " + place.line() + ", column " + place.column() + item;
        String detail = "the body " + reason + ": " + where + "; nothing of it was taken";
        return ProblemDocument.of(ProblemCode.MALFORMED_BODY, detail).at(place);
    }
}
