package tallystick.app.document;

/**
 * Something that a document says once.
 *
 * @param key in JSON and CSV, such as {@code merkle_root}
 * @param label for a person
 * @param value as it is in JSON; times are RFC 3339
 */
public record Fact(String key, String label, String value) {

    public Fact {
        Paper.require(key.matches("[a-z][a-z0-9_]*"), "key", "must be a word of JSON");
    }
}
