package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;

/** How near an exposure has come to its limit (settlement chapter §4.6). */
public enum ExposureAlert {
    AT_50_PERCENT(50),
    AT_75_PERCENT(75),
    AT_90_PERCENT(90);

    private final BigInteger percent;

    ExposureAlert(int percent) {
        this.percent = BigInteger.valueOf(percent);
    }

    /** The share of the limit, per cent. */
    public int percent() {
        return percent.intValueExact();
    }

    /** Whether {@code exposure} stands at this share of the limit or above; never at 0 or below. */
    public boolean isReached(Pico exposure, Pico limit) {
        BigInteger hundredfold = exposure.toBigInteger().multiply(BigInteger.valueOf(100));
        return exposure.signum() > 0
                && hundredfold.compareTo(limit.toBigInteger().multiply(percent)) >= 0;
    }

    /** The alerts reached by {@code after} and not yet by {@code before}, lowest first. */
    public static List<ExposureAlert> raised(Pico before, Pico after, Pico limit) {
        List<ExposureAlert> raised = new ArrayList<>();
        for (ExposureAlert alert : values()) {
            if (alert.isReached(after, limit) && !alert.isReached(before, limit)) {
                raised.add(alert);
            }
        }
        return List.copyOf(raised);
    }
}
