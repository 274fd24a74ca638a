package tallystick.app.api;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as this API reads it: RFC 8259 to the letter, UTF-8, no name twice in an object, nothing
 * nested deeper than {@value #MAX_NESTING}, no name longer than {@value #MAX_NAME} characters and
 * no number longer than {@value #MAX_DIGITS} digits.
 */
public final class StrictJson {

    static final int MAX_NESTING = 32;
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
}
