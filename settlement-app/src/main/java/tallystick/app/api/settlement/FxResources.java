package tallystick.app.api.settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxRate;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;
import tallystick.projections.sql.RowScope;

/** Fixings and conversions as the API shows them. */
final class FxResources {

    private FxResources() {}

    /** A fixing source with its Ed25519 key, base64. */
    @Wire
    record Source(String source, String publicKey) {}

    /** A fixing as it was signed. */
    @Wire
    record Fixing(
            String fixing,
            String source,
            String fixedAt,
            String base,
            String quote,
            String mid,
            int spreadPpm,
            List<String> path,
            String signature) {
        static Fixing of(SignedFixing signed) {
            FxFixing fixing = signed.fixing();
            return new Fixing(
                    signed.id(),
                    fixing.source(),
                    Rfc3339.format(fixing.fixedAtEpochNanos()),
                    fixing.base(),
                    fixing.quote(),
                    SignedFixing.decimal(fixing.mid()),
                    fixing.spreadPpm(),
                    fixing.path(),
                    signed.signature());
        }
    }

    /** Who settles in one currency; an operator sees its own election. */
    @Wire
    record Terms(
            String settlementModel,
            String agent,
            String source,
            String maxAge,
            List<Election> settleIn) {
        static Terms of(FxTerms terms, RowScope rows) {
            List<Election> elections = new ArrayList<>();
            terms.settleIn()
                    .forEach(
                            (operator, currency) -> {
                                if (rows.hasOperator(operator)) {
                                    elections.add(new Election(operator, currency));
                                }
                            });
            return new Terms(
                    terms.model(),
                    terms.agent(),
                    terms.source(),
                    Duration.ofNanos(terms.maxAgeNanos()).toString(),
                    elections);
        }
    }

    /** An operator's currency. */
    @Wire
    record Election(String operator, String currency) {}

    /**
     * A rate as applied.
     *
     * @param mid an exact ratio of two integers: an inverse is no finite decimal
     * @param fixings what it was made of
     */
    @Wire
    record Rate(
            String base,
            String quote,
            String source,
            String fixedAt,
            String mid,
            int spreadPpm,
            List<String> path,
            List<String> fixings) {
        static Rate of(FxRate rate) {
            FxFixing fixing = rate.fixing();
            return new Rate(
                    fixing.base(),
                    fixing.quote(),
                    fixing.source(),
                    Rfc3339.format(fixing.fixedAtEpochNanos()),
                    fixing.mid().toString(),
                    fixing.spreadPpm(),
                    fixing.path(),
                    rate.fixings());
        }
    }

    /** A net, converted: positive is to receive. */
    @Wire
    record Net(String operator, String base, String quote, String amount, String converted) {
        static Net of(WindowConversion.Net net) {
            return new Net(
                    net.operator(),
                    net.base(),
                    net.quote(),
                    WireText.minor(net.baseMinor(), Assets.minorDigits(net.base())),
                    WireText.minor(net.quoteMinor(), Assets.minorDigits(net.quote())));
        }
    }

    /** What is left over of the rounding, on {@code fx-rounding} of the agent. */
    @Wire
    record Residual(String asset, String amount) {}

    /**
     * A window's conversion; empty where nothing is converted. An operator sees its own nets.
     *
     * @param positions what is paid and received after it
     * @param rounding the agent's and the hub's to see
     */
    @Wire
    record Conversion(
            String window,
            @Nullable String agent,
            List<Rate> rates,
            List<Net> converted,
            List<String> without,
            List<Residual> rounding,
            List<NetPositionsResource.Position> positions) {
        static Conversion of(String window, @Nullable WindowConversion of, RowScope rows) {
            if (of == null) {
                return new Conversion(
                        window, null, List.of(), List.of(), List.of(), List.of(), List.of());
            }
            boolean all = rows.hasOperator(of.agent());
            List<WindowConversion.Net> own =
                    of.converted().stream()
                            .filter(net -> all || rows.hasOperator(net.operator()))
                            .toList();
            List<Residual> rounding = new ArrayList<>();
            of.roundingMinor()
                    .forEach(
                            (asset, minor) ->
                                    rounding.add(
                                            new Residual(
                                                    asset,
                                                    WireText.minor(
                                                            minor, Assets.minorDigits(asset)))));
            return new Conversion(
                    window,
                    of.agent(),
                    of.rates().stream()
                            .filter(rate -> all || own.stream().anyMatch(net -> isOf(rate, net)))
                            .map(Rate::of)
                            .toList(),
                    own.stream().map(Net::of).toList(),
                    of.without().stream().filter(rows::hasOperator).toList(),
                    all ? rounding : List.of(),
                    of.positions().stream()
                            .filter(one -> rows.hasOperator(one.operator()))
                            .map(NetPositionsResource.Position::of)
                            .toList());
        }

        private static boolean isOf(FxRate rate, WindowConversion.Net net) {
            return rate.fixing().base().equals(net.base())
                    && rate.fixing().quote().equals(net.quote());
        }
    }
}
