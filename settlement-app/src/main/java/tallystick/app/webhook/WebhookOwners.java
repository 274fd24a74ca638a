package tallystick.app.webhook;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.WalletOwner;
import tallystick.engine.LedgerEngine;
import tallystick.projections.ProgressException;
import tallystick.projections.wallet.HoldView;

/**
 * Whose things are, from the ledger: none of it ever changes, so it does not matter how far behind
 * the asker is. A ledger that cannot be asked is no event's fault.
 */
public final class WebhookOwners {

    private static final long TIMEOUT_MILLIS = 10_000;
    private static final int MOST_REMEMBERED = 1 << 18;

    private final LedgerEngine engine;
    private final HoldView holds;
    private final Map<String, Wallet> wallets = new ConcurrentHashMap<>();

    /** A wallet, whose it is and what it is counted in. */
    record Wallet(String wallet, String tenant, String operator, String asset) {}

    /**
     * @param holds those that ended, which the ledger itself forgets after a day
     */
    public WebhookOwners(LedgerEngine engine, HoldView holds) {
        this.engine = engine;
        this.holds = holds;
    }

    /** The wallet of that name. */
    Wallet wallet(String name) {
        Wallet known = wallets.get(name);
        if (known == null) {
            known =
                    ask(state -> found(state, name))
                            .orElseThrow(() -> new IllegalStateException("no wallet " + name));
            if (wallets.size() >= MOST_REMEMBERED) {
                wallets.clear();
            }
            wallets.put(name, known);
        }
        return known;
    }

    private static Optional<Wallet> found(LedgerState state, String name) {
        WalletOwner owner = state.ownerOf(name);
        return owner == null
                ? Optional.empty()
                : Optional.of(
                        new Wallet(
                                name, owner.tenant(), owner.operator(), state.assetOfWallet(name)));
    }

    Wallet walletOfGrant(String grant) {
        return wallet(
                ask(state -> Optional.ofNullable(state.walletOfGrant(grant)))
                        .orElseThrow(() -> new IllegalStateException("no grant " + grant)));
    }

    Wallet walletOfHold(String hold) {
        @Nullable String wallet =
                ask(state -> Optional.ofNullable(state.walletOfHold(hold))).orElse(null);
        if (wallet == null) {
            HoldView.HoldStatus kept = holds.find(hold);
            if (kept == null) {
                throw new IllegalStateException("no hold " + hold);
            }
            wallet = kept.wallet();
        }
        return wallet(wallet);
    }

    String statementOfDispute(String dispute) {
        return ask(state -> Optional.ofNullable(state.statementOfDispute(dispute)))
                .orElseThrow(() -> new IllegalStateException("no dispute " + dispute));
    }

    boolean isIn(String operator, String country) {
        return country.equals(ask(state -> state.countryOf(operator)));
    }

    private <T> T ask(Function<LedgerState, T> question) {
        try {
            return engine.query(question).get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new ProgressException("the ledger does not answer: " + failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProgressException("interrupted");
        }
    }
}
