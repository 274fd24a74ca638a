package tallystick.client;

/** Whether a wallet takes new holds: {@code open} or {@code suspended}. */
public record WalletState(String wallet, String state, String position) {}
