package tallystick.domain.settlement;

import java.util.List;

/**
 * The rate that nets of a currency pair are converted at.
 *
 * @param fixing the rate as applied: a recorded fixing, its inverse, or the cross of two
 * @param fixings names of the recorded fixings it was made of, one or two, in order of the path
 */
public record FxRate(FxFixing fixing, List<String> fixings) {
    public FxRate {
        fixings = List.copyOf(fixings);
    }
}
