package tallystick.app.security;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.LedgerGateway;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.WalletOwner;
import tallystick.domain.quota.QuotaTerms;
import tallystick.engine.LedgerEngine;
import tallystick.projections.wallet.HoldView;
import tallystick.projections.wallet.HoldView.HoldStatus;

/**
 * Whose things are, from the ledger itself: a table that lags would let somebody wait for the gap.
 * An owner never changes, so what was found is remembered; what was not found is asked again.
 */
public final class Ownership {

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final int MOST_REMEMBERED = 1 << 20;

    private final LedgerEngine engine;
    private final @Nullable HoldView holds;
    private final Map<String, WalletOwner> owners = new ConcurrentHashMap<>();
    private final Map<String, String> walletsOfHolds = new ConcurrentHashMap<>();

    /**
     * @param holds those that ended, which the ledger itself forgets after a day
     */
    public Ownership(LedgerEngine engine, HoldView holds) {
        this(engine, Optional.of(holds));
    }

    private Ownership(LedgerEngine engine, Optional<HoldView> holds) {
        this.engine = engine;
        this.holds = holds.orElse(null);
    }

    /** What the ledger alone knows. */
    public static Ownership ofLedger(LedgerEngine engine) {
        return new Ownership(engine, Optional.empty());
    }

    /** Whose a wallet is, null when there is none of that name. */
    @Nullable WalletOwner ownerOf(String wallet) {
        WalletOwner known = owners.get(wallet);
        if (known != null) {
            return known;
        }
        return ownersOf(List.of(wallet)).get(wallet);
    }

    /** The operator whose customer a wallet is, null when there is none of that name. */
    public @Nullable String operatorOf(String wallet) {
        WalletOwner owner = ownerOf(wallet);
        return owner == null ? null : owner.operator();
    }

    /** Whose wallets are, those there are; one question for all that are not remembered. */
    Map<String, WalletOwner> ownersOf(Collection<String> wallets) {
        Map<String, WalletOwner> found = new HashMap<>();
        List<String> unknown = wallets.stream().filter(name -> !owners.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            found.putAll(ask(state -> ownersIn(state, unknown)));
            remember(owners, found);
        }
        for (String wallet : wallets) {
            WalletOwner owner = owners.get(wallet);
            if (owner != null) {
                found.put(wallet, owner);
            }
        }
        return found;
    }

    private static Map<String, WalletOwner> ownersIn(LedgerState state, List<String> wallets) {
        Map<String, WalletOwner> owners = new HashMap<>();
        for (String wallet : wallets) {
            WalletOwner owner = state.ownerOf(wallet);
            if (owner != null) {
                owners.put(wallet, owner);
            }
        }
        return owners;
    }

    /** The wallet of a hold, null when there is none of that name or it is no longer kept. */
    @Nullable String walletOfHold(String hold) {
        String known = walletsOfHolds.get(hold);
        if (known != null) {
            return known;
        }
        String wallet = ask(state -> Optional.ofNullable(state.walletOfHold(hold))).orElse(null);
        if (wallet == null && holds != null) {
            HoldStatus kept = holds.find(hold);
            wallet = kept == null ? null : kept.wallet();
        }
        if (wallet != null) {
            remember(walletsOfHolds, Map.of(hold, wallet));
        }
        return wallet;
    }

    @Nullable String walletOfGrant(String grant) {
        return ask(state -> Optional.ofNullable(state.walletOfGrant(grant))).orElse(null);
    }

    @Nullable String operatorOfTenant(String tenant) {
        return ask(state -> Optional.ofNullable(state.operatorOfTenant(tenant))).orElse(null);
    }

    @Nullable QuotaTerms quota(String quota) {
        return ask(state -> Optional.ofNullable(state.quotaTerms(quota))).orElse(null);
    }

    /** Whether there is an operator of that name. */
    public boolean isOperator(String operator) {
        return engine.names().operators.contains(operator);
    }

    /**
     * Takes as long as looking for something that is not there: whoever is told that there is no
     * such thing cannot tell by the clock whether there is.
     */
    void lookInVain() {
        long _ = ask(LedgerState::lastPosition);
    }

    private <T> T ask(Function<LedgerState, T> question) {
        return LedgerGateway.orProblem(
                () -> engine.query(question).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static <T> void remember(Map<String, T> memory, Map<String, T> found) {
        if (memory.size() + found.size() > MOST_REMEMBERED) {
            memory.clear();
        }
        memory.putAll(found);
    }
}
