package tallystick.engine.jurisdiction;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ledger.FactParties;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.WalletOwner;
import tallystick.engine.LedgerEngine;

/**
 * Whose things are, asked of the ledger between two requests and remembered: an owner never
 * changes, so that the answer is the same whenever it is asked.
 */
public final class LedgerOwners implements FactParties.Owners {

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final int MOST_REMEMBERED = 1 << 18;

    private final LedgerEngine engine;
    private final Map<String, String> operatorsOfWallets = new ConcurrentHashMap<>();

    public LedgerOwners(LedgerEngine engine) {
        this.engine = engine;
    }

    @Override
    public @Nullable String operatorOfWallet(String wallet) {
        String known = operatorsOfWallets.get(wallet);
        if (known != null) {
            return known;
        }
        String operator =
                ask(
                        state -> {
                            WalletOwner owner = state.ownerOf(wallet);
                            return owner == null ? null : owner.operator();
                        });
        if (operator != null) {
            if (operatorsOfWallets.size() >= MOST_REMEMBERED) {
                operatorsOfWallets.clear();
            }
            operatorsOfWallets.put(wallet, operator);
        }
        return operator;
    }

    @Override
    public @Nullable String operatorOfTenant(String tenant) {
        return ask(state -> state.operatorOfTenant(tenant));
    }

    @Override
    public @Nullable String walletOfGrant(String grant) {
        return ask(state -> state.walletOfGrant(grant));
    }

    private @Nullable String ask(Function<LedgerState, @Nullable String> question) {
        try {
            return engine.query(state -> Optional.ofNullable(question.apply(state)))
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .orElse(null);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the ledger did not answer", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
