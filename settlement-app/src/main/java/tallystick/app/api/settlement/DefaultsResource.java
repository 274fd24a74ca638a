package tallystick.app.api.settlement;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.DefaultDraw;
import tallystick.domain.settlement.PayInCall;
import tallystick.projections.settlement.DefaultView;

/**
 * Who did not pay in to a window, and what became of it.
 *
 * @param recast what recasts changed, position by position; none unless there was one
 */
@Wire
record DefaultsResource(String window, List<Default> defaults, List<Recast> recast) {

    /**
     * A missed pay-in.
     *
     * @param reference the legal reference of the declaration
     * @param nextWindow where debts went that the window does not settle
     * @param missing what was not there when it was due
     */
    @Wire
    record Default(
            String operator,
            String state,
            @Nullable String graceUntil,
            @Nullable String reference,
            @Nullable String maker,
            @Nullable String checker,
            @Nullable String nextWindow,
            @Nullable String rule,
            List<Missing> missing,
            List<Draw> draws,
            String position) {

        static Default of(DefaultView.Row row, List<PayInCall> missing, List<DefaultDraw> draws) {
            return new Default(
                    row.operator(),
                    WireText.word(row.state()),
                    ClosingText.timeOrNull(row.graceUntilEpochNanos()),
                    ClosingText.orNull(row.reference()),
                    ClosingText.orNull(row.maker()),
                    ClosingText.orNull(row.checker()),
                    ClosingText.orNull(row.nextWindow()),
                    ClosingText.orNull(row.recastRule().toLowerCase(Locale.ROOT)),
                    missing.stream().map(Missing::of).toList(),
                    draws.stream().map(Draw::of).toList(),
                    WireText.position(row.position()));
        }
    }

    @Wire
    record Missing(String asset, String amount) {
        static Missing of(PayInCall call) {
            return new Missing(
                    call.asset(), WireText.minor(call.minor(), Assets.minorDigits(call.asset())));
        }
    }

    /**
     * A payment out of collateral, in the order of the waterfall.
     *
     * @param resource {@code collateral}, the defaulter's own, or {@code loss-sharing}
     */
    @Wire
    record Draw(String asset, String resource, String payer, String amount) {
        static Draw of(DefaultDraw draw) {
            return new Draw(
                    draw.asset(),
                    draw.resource(),
                    draw.payer(),
                    WireText.minor(draw.minor(), Assets.minorDigits(draw.asset())));
        }
    }

    @Wire
    record Recast(String asset, String operator, String before, String after, String difference) {
        static Recast of(DefaultView.Recast one) {
            int digits = Assets.minorDigits(one.asset());
            return new Recast(
                    one.asset(),
                    one.operator(),
                    WireText.minor(one.beforeMinor(), digits),
                    WireText.minor(one.afterMinor(), digits),
                    WireText.minor(one.differenceMinor(), digits));
        }
    }

    /** What an operator has pledged. */
    @Wire
    record Pledge(String operator, String asset, String amount, String position) {
        static Pledge of(DefaultView.Pledge pledge) {
            return new Pledge(
                    pledge.operator(),
                    pledge.asset(),
                    WireText.minor(pledge.minor(), Assets.minorDigits(pledge.asset())),
                    WireText.position(pledge.position()));
        }
    }
}
