package tallystick.app.security.key;

/** What happens to a key. */
public sealed interface ApiKeyEvent permits ApiKeyCreated, ApiKeyRevoked {

    /** The key's id. */
    String key();

    /** Who did it. */
    String by();

    /** When, milliseconds since 1970. */
    long atEpochMillis();
}
