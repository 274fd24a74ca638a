package tallystick.engine.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageStatus;

/**
 * What became of one record.
 *
 * @param status as the ledger decided; {@code NOT_APPLIED} for one that was rejected, and for all
 *     of a strict batch that was refused
 * @param position journal position of its event, of the first one's for a duplicate or conflict; −1
 *     when there is none or it was not told
 * @param suspense why it is suspended
 * @param retail amount in the asset of the tariff, null unless accepted and told
 * @param tariff version rated by, such as {@code retail-fr@7}, empty unless accepted and told
 * @param asset of the amount, empty unless accepted and told
 * @param faults fields at fault and the rules they break, empty unless rejected
 */
public record RecordOutcome(
        UsageStatus status,
        long position,
        SuspenseReason suspense,
        @Nullable Pico retail,
        String tariff,
        String asset,
        List<Fault> faults) {

    /**
     * One field at fault.
     *
     * @param field as a JSON path such as {@code data.usage.input.uncached}
     * @param rule the rule it breaks, for a person
     */
    public record Fault(String field, String rule) {}

    /** Whether the record is no usage record: sending it again changes nothing. */
    public boolean isRejected() {
        return !faults.isEmpty();
    }
}
