package tallystick.client;

import java.math.BigDecimal;
import java.util.List;

/** A wallet as it was opened; {@code position} is that of its event in the journal. */
public record Wallet(
        String wallet,
        String tenant,
        String asset,
        String tariff,
        BigDecimal overdraftLimit,
        List<String> allowedJurisdictions,
        String position) {}
