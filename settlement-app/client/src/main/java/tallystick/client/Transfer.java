package tallystick.client;

import java.math.BigDecimal;

/** Credit that was moved. */
public record Transfer(
        String transfer,
        String fromWallet,
        String toWallet,
        BigDecimal amount,
        String asset,
        String position) {}
