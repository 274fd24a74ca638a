package tallystick.app.security.key;

/**
 * A key was taken back: from here on it opens nothing.
 *
 * @param key its id
 * @param reason why, for a person, may be empty
 * @param by who took it back
 * @param atEpochMillis when
 */
public record ApiKeyRevoked(String key, String reason, String by, long atEpochMillis)
        implements ApiKeyEvent {}
