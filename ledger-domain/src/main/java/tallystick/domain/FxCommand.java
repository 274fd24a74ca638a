package tallystick.domain;

import java.util.List;
import tallystick.domain.settlement.FxTerms;

/** Exchange rates, and who settles in which currency (settlement chapter §4.3.4). */
public sealed interface FxCommand extends LedgerCommand.Settlement {

    /**
     * Registers a fixing source, or the key that follows its key: fixings recorded from then on are
     * held to it.
     *
     * @param publicKey Ed25519, 32 bytes, base64
     */
    record RegisterFxSource(String source, String publicKey) implements FxCommand {}

    /**
     * Records a fixing as its source signed it. Refused: an unknown source, a wrong signature, an
     * instant in the future or longer ago than {@link tallystick.domain.settlement.SignedFixing
     * #OLDEST_NANOS}; the same source, pair and instant with other contents. The same contents
     * again change nothing.
     *
     * @param fixedAtEpochNanos when it was fixed, nanoseconds since 1970
     * @param base ISO 4217 currency that is priced
     * @param quote ISO 4217 currency it is priced in
     * @param mid units of quote for one of base, a plain decimal of at most 18 decimals, more than
     *     0
     * @param spreadPpm ask less bid, parts per million of the mid, 0 … 1,999,999
     * @param path currencies the rate was made through, from base to quote
     * @param signature Ed25519 over {@link tallystick.domain.settlement.SignedFixing#signed},
     *     base64
     */
    record RecordFxFixing(
            String source,
            long fixedAtEpochNanos,
            String base,
            String quote,
            String mid,
            int spreadPpm,
            List<String> path,
            String signature)
            implements FxCommand {
        public RecordFxFixing {
            path = List.copyOf(path);
        }
    }

    /** Says which operators of a model settle in one currency; holds for windows netted after. */
    record SetFxTerms(FxTerms terms) implements FxCommand {}

    /**
     * Converts a netted window again, at the newest fixings: before anything is instructed. What it
     * comes to has to be approved and called anew.
     *
     * @param without operators whose conversion is taken back: both of its currencies or neither
     */
    record ConvertWindow(String window, List<String> without) implements FxCommand {
        public ConvertWindow {
            without = List.copyOf(without);
        }
    }
}
