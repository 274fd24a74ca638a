package tallystick.app.api.wallet;

import tallystick.engine.index.WalletStep;

/** An entry as the list of entries shows it, for those who tell it elsewhere. */
public final class EntryLine {

    private EntryLine() {}

    /**
     * The line of an event that moved a wallet.
     *
     * @param asset what the wallet is counted in
     */
    public static Object of(WalletStep step, String wallet, String asset) {
        return EntryResource.of(step, wallet, asset);
    }
}
