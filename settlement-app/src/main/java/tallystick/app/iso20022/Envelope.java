package tallystick.app.iso20022;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Who sends a message to whom.
 *
 * @param messageId {@code MsgId}, 1 … 35 of the characters that every bank takes
 * @param createdAt when it is made; milliseconds are kept
 * @param from who instructs
 * @param to the settlement agent, who keeps the accounts of both sides
 */
public record Envelope(String messageId, Instant createdAt, Institution from, Institution to) {

    public Envelope {
        requireId("MsgId", messageId);
    }

    OffsetDateTime created() {
        return createdAt.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    /** The characters of SWIFT's set X; no slash at an end, no two of them together. */
    static void requireId(String field, String id) {
        MessageFault.require(
                id.matches("[A-Za-z0-9/\\-?:().,'+]{1,35}")
                        && !id.startsWith("/")
                        && !id.endsWith("/")
                        && !id.contains("//"),
                field,
                "must be 1 to 35 letters, digits or -?:().,'+ or single slashes within");
    }
}
