package tallystick.app.api.suspense;

import java.math.BigInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.NamesActors;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.projections.usage.SuspenseView.SuspendedRecord;

/**
 * A usage record that waits.
 *
 * @param suspense why it waits
 * @param tokens its tokens over all classes
 * @param proposedBy who proposed to release it, absent when nobody has
 */
@Wire
record SuspendedResource(
        String position,
        String suspense,
        String kind,
        String source,
        String id,
        String wallet,
        String homeOperator,
        String servingOperator,
        String model,
        BigInteger tokens,
        String endedAt,
        String recordedAt,
        @Nullable String proposedBy)
        implements NamesActors {

    @Override
    public SuspendedResource named(UnaryOperator<String> reveal) {
        return new SuspendedResource(
                position,
                suspense,
                kind,
                source,
                id,
                wallet,
                homeOperator,
                servingOperator,
                model,
                tokens,
                endedAt,
                recordedAt,
                proposedBy == null ? null : reveal.apply(proposedBy));
    }

    static SuspendedResource of(SuspendedRecord row) {
        return new SuspendedResource(
                WireText.position(row.position()),
                row.reason().wireName(),
                WireText.word(row.kind()),
                row.source(),
                row.id(),
                row.wallet(),
                row.homeOperator(),
                row.servingOperator(),
                row.model(),
                row.tokens(),
                WireText.time(row.endedAt()),
                WireText.time(row.recordedAt()),
                row.release() == null ? null : row.release().proposedBy());
    }
}
