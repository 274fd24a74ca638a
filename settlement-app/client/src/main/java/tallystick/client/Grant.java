package tallystick.client;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A grant; {@code remaining} is absent in the answer to its issue. */
public record Grant(
        String grant,
        String wallet,
        BigDecimal amount,
        @Nullable BigDecimal remaining,
        String asset,
        String kind,
        String position) {}
