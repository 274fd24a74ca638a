package tallystick.app.api.cash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.projections.settlement.ClosingView;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/** Finds what a reference of a bank's entry is of. For one report: what it read stays as it was. */
final class Claims {

    private final ClosingView closing;
    private final SettlementView windows;
    private final TrailView trail;
    private @Nullable Map<String, Claim> derived;

    Claims(ClosingView closing, SettlementView windows, TrailView trail) {
        this.closing = closing;
        this.windows = windows;
        this.trail = trail;
    }

    /** Null when the reference is nobody's. */
    @Nullable Claim of(String uetr) {
        ClosingView.Leg leg = closing.leg(uetr);
        return leg != null ? new Claim.OfLeg(leg.window(), leg.leg()) : derived().get(uetr);
    }

    /** References that no table has are made again: they are hashes of names. */
    private Map<String, Claim> derived() {
        Map<String, Claim> known = derived;
        if (known == null) {
            known = new HashMap<>();
            for (TrailView.Call call : trail.calls()) {
                known.put(
                        PayInReference.of(call.window(), call.operator(), call.asset()).text(),
                        new Claim.OfPayIn(call.window(), call.operator(), call.asset()));
            }
            for (String window : trail.instructedWindows()) {
                net(window, known);
            }
            derived = known;
        }
        return known;
    }

    private void net(String window, Map<String, Claim> into) {
        List<SettlementLeg> legs =
                closing.legs(RowScope.ALL, window).stream().map(ClosingView.Leg::leg).toList();
        for (NetPosition p : windows.netPositionsOf(window)) {
            into.put(
                    NetReference.of(window, p.operator(), p.asset()).text(),
                    new Claim.OfNet(
                            window,
                            p.operator(),
                            p.asset(),
                            p.minor(),
                            legs.stream()
                                    .filter(leg -> leg.asset().equals(p.asset()))
                                    .filter(leg -> leg.creditor().equals(p.operator()))
                                    .toList()));
        }
    }
}
