package tallystick.app.document;

import org.jspecify.annotations.Nullable;

/**
 * A line of a paper.
 *
 * @param key tells it from every other line of its paper, 1 … 256 characters
 * @param text for a person
 * @param records usage records that it is for, null when it is for none
 * @param tokens that it is for, null when it is for none
 * @param minorUnits of the paper's currency; negative is owed to the recipient
 */
public record PaperLine(
        String key, String text, @Nullable Long records, @Nullable Long tokens, long minorUnits) {

    private static final int MOST = 256;

    public PaperLine {
        Paper.require(!key.isBlank() && key.length() <= MOST, "key", "must be 1 to 256 characters");
    }

    /** A line whose records nobody counts. */
    public PaperLine(String key, String text, @Nullable Long tokens, long minorUnits) {
        this(key, text, null, tokens, minorUnits);
    }
}
