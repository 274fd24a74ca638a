package tallystick.app.api.sums;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.app.api.LedgerGateway;
import tallystick.app.security.KeySecrets;
import tallystick.app.wiring.DataDirectory;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Assets;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Sha256;
import tallystick.domain.settlement.SumRoot;
import tallystick.domain.settlement.SumScope.Kind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.LedgerEngine;
import tallystick.engine.replay.WindowMembers;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;
import tallystick.projections.settlement.StepName;
import tallystick.projections.settlement.TrailView;
import tallystick.projections.sql.RowScope;

/**
 * The sum trees of sealed windows, made from the events themselves: what each home operator's
 * wallets were charged, what each wallet adds to each statement, and the operators' net positions.
 * The salts come from a secret in the node's directory, so that the same window has the same roots.
 */
@Component
public final class WindowSums {

    private static final int MOST_KEPT = 4;
    private static final long TIMEOUT_MILLIS = 30_000;

    private final LedgerEngine engine;
    private final SettlementView windows;
    private final TrailView trail;
    private final byte[] secret;
    private final Map<String, WindowTrees> kept = new LinkedHashMap<>();

    public WindowSums(
            LedgerEngine engine, SettlementView windows, TrailView trail, DataDirectory data) {
        this.engine = engine;
        this.windows = windows;
        this.trail = trail;
        secret = KeySecrets.of(data.root().resolve("keys").resolve("sums"));
    }

    /**
     * What is published of a window's trees, as far as the reader may see them; nothing before it
     * is sealed. Positions, of which a root says nothing but that they sum to 0, are everybody's.
     */
    public List<SumRoot> roots(Window window, RowScope rows) {
        WindowTrees trees = of(window);
        return trees == null
                ? List.of()
                : trees.roots().stream().filter(root -> sees(rows, root)).toList();
    }

    private static boolean sees(RowScope rows, SumRoot root) {
        if (root.scope().kind() == Kind.POSITIONS || !rows.isNarrow()) {
            return true;
        }
        String[] parts = root.scope().window().split(":", -1);
        boolean isPair = parts.length > 3;
        return isPair ? rows.hasPair(parts[1], parts[2]) : rows.hasOperator(parts[1]);
    }

    /** Proofs of a holder, none when the window has nothing of it or is not sealed. */
    List<SumProofResource> proofs(Window window, Kind kind, String of, String holder) {
        WindowTrees trees = of(window);
        return trees == null ? List.of() : trees.proofs(kind, of, holder);
    }

    /** Null before the window is sealed: until then what is in it may grow. */
    private synchronized @Nullable WindowTrees of(Window window) {
        TrailView.Span span = trail.span(window.window());
        Long last = span == null ? null : span.lastSequence();
        if (span == null || last == null || trail.step(window.window(), StepName.SEALED) == null) {
            return null;
        }
        List<NetPosition> positions = windows.netPositionsOf(window.window());
        String key = window.window() + "\n" + positions.hashCode();
        WindowTrees known = kept.get(key);
        if (known == null) {
            known = make(window.window(), span.openedPosition(), last, positions);
            if (kept.size() >= MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(key, known);
        }
        return known;
    }

    private WindowTrees make(String window, long opened, long last, List<NetPosition> positions) {
        WindowTrees trees = new WindowTrees(this::secretOf);
        if (opened < last) {
            add(trees, window, opened + 1, last);
        }
        for (NetPosition position : positions) {
            trees.position(
                    window,
                    position.asset(),
                    position.operator(),
                    Rounding.minorToPico(position.minor(), Assets.minorDigits(position.asset())));
        }
        return trees.built();
    }

    private void add(WindowTrees trees, String window, long first, long last) {
        Names names = engine.names();
        Map<String, String> assets = new LinkedHashMap<>();
        try (WindowMembers members =
                new WindowMembers(
                        engine.frames(), names, names.windows.refOf(window), null, first, last)) {
            for (UsageRecord usage = members.next(); usage != null; usage = members.next()) {
                String wallet = usage.wallet;
                String asset =
                        assets.computeIfAbsent(
                                wallet, name -> ask(state -> state.assetOfWallet(name)));
                trees.charge(
                        window + ":" + usage.homeOperator,
                        asset,
                        wallet,
                        new Pico(usage.retailHi, usage.retailLo));
                if (usage.isRoaming()) {
                    int version = usage.wholesaleVersionRef;
                    String wholesale =
                            assets.computeIfAbsent(
                                    "\n" + version,
                                    _ -> ask(state -> state.tariffTerms(version).asset()));
                    String statement =
                            String.join(
                                    ":",
                                    window,
                                    usage.homeOperator,
                                    usage.servingOperator,
                                    wholesale);
                    trees.charge(
                            statement,
                            wholesale,
                            wallet,
                            new Pico(usage.wholesaleHi, usage.wholesaleLo));
                }
            }
        }
    }

    private String ask(java.util.function.Function<LedgerState, String> question) {
        return LedgerGateway.orProblem(
                () -> engine.query(question).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    }

    private Sha256 secretOf(String tree) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Sha256.of(mac.doFinal(tree.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
