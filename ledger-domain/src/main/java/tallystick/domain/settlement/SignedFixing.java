package tallystick.domain.settlement;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A fixing as its source signed it.
 *
 * @param fixing the rate
 * @param signature Ed25519 over {@link #signed}, base64
 */
public record SignedFixing(FxFixing fixing, String signature) {

    /** A fixing longer ago than this is not recorded any more: 7 days. */
    public static final long OLDEST_NANOS = 7L * 86_400_000_000_000L;

    /** What a fixing is known by: source, pair and instant, such as {@code ecb:EUR/USD:…}. */
    public String id() {
        return id(fixing);
    }

    /** The same of a fixing. */
    public static String id(FxFixing fixing) {
        return fixing.source()
                + ":"
                + fixing.base()
                + "/"
                + fixing.quote()
                + ":"
                + instant(fixing.fixedAtEpochNanos());
    }

    /** The bytes that are signed. */
    public byte[] signed() {
        return signed(fixing);
    }

    /**
     * The canonical form of a fixing: a line each, ended by a line feed, UTF-8: {@code
     * tallystick-fx-fixing}, source, instant (RFC 3339, UTC, as few decimals of 3, 6 or 9 as it
     * needs), base, quote, mid (plain decimal without zeros at its end), spread in parts per
     * million, path with blanks between its currencies.
     */
    public static byte[] signed(FxFixing fixing) {
        return String.join(
                        "\n",
                        "tallystick-fx-fixing",
                        fixing.source(),
                        instant(fixing.fixedAtEpochNanos()),
                        fixing.base(),
                        fixing.quote(),
                        decimal(fixing.mid()),
                        Integer.toString(fixing.spreadPpm()),
                        String.join(" ", fixing.path()),
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A mid that was given as a decimal, as one again: plain, without zeros at its end. */
    public static String decimal(Fraction mid) {
        BigDecimal exact =
                new BigDecimal(mid.numerator()).divide(new BigDecimal(mid.denominator()));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    private static String instant(long epochNanos) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, 1_000_000_000L),
                        Math.floorMod(epochNanos, 1_000_000_000L))
                .toString();
    }
}
