package tallystick.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet has.
 *
 * @param held set aside for open holds
 * @param available posted less held
 * @param shortfall debt beyond the overdraft
 * @param suspended why it takes no new holds, null when it takes them
 * @param position of the last event that changed it
 */
public record Balance(
        String wallet,
        String asset,
        BigDecimal posted,
        BigDecimal held,
        BigDecimal available,
        BigDecimal overdraftLimit,
        BigDecimal shortfall,
        @Nullable String suspended,
        String position) {}
