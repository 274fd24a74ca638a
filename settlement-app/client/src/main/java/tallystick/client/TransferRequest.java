package tallystick.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Paid credit to move to another wallet of the same operator and asset.
 *
 * @param transfer its name, null to have one made up
 * @param amount more than 0, at most twelve decimals
 */
public record TransferRequest(
        @Nullable String transfer, String toWallet, BigDecimal amount, String asset) {}
