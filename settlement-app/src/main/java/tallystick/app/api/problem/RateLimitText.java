package tallystick.app.api.problem;

/** Names of quotas as the {@code RateLimit} headers have them: strings of RFC 9651. */
public final class RateLimitText {

    private RateLimitText() {}

    /** The name in quotes; empty when it has characters that such a string cannot hold. */
    public static String item(String name) {
        boolean isPlain = name.chars().allMatch(c -> c >= ' ' && c <= '~');
        return isPlain ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : "";
    }
}
