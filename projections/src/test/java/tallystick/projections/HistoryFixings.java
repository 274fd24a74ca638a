package tallystick.projections;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallystick.domain.FxCommand;
import tallystick.domain.LedgerCommand;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.SignedFixing;

/** Signed fixings of a random history; the same ones for the same instants. */
final class HistoryFixings {

    private static final String MODEL = "daily";

    private final KeyPair keys;
    private boolean isRegistered;

    HistoryFixings() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(5);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** From here on nets of two operators are converted. */
    void settleInOneCurrency(Consumer<LedgerCommand> apply, long now) {
        if (!isRegistered) {
            isRegistered = true;
            byte[] der = keys.getPublic().getEncoded();
            apply.accept(new LedgerCommand.Reference.RegisterOperator("bank", "DE", "EUR", ""));
            apply.accept(
                    new FxCommand.RegisterFxSource(
                            "ecb",
                            Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, 12, 44))));
        }
        apply.accept(fixing(now, "KRW", "1523.77"));
        apply.accept(fixing(now, "INR", "97.31"));
        apply.accept(fixing(now, "USD", "1.0847"));
        apply.accept(terms(Map.of("op-kr", "EUR", "op-fr", "USD", "op-in", "USD")));
    }

    /** From here on no net is converted. */
    void settleAsInvoiced(Consumer<LedgerCommand> apply) {
        apply.accept(terms(Map.of()));
    }

    private static LedgerCommand terms(Map<String, String> settleIn) {
        return new FxCommand.SetFxTerms(
                new FxTerms(MODEL, "bank", "ecb", 1_000_000_000L, new TreeMap<>(settleIn)));
    }

    private LedgerCommand fixing(long now, String quote, String mid) {
        List<String> path = List.of("EUR", quote);
        FxFixing fixing = new FxFixing("ecb", now, "EUR", quote, Fraction.parse(mid), 900, path);
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(SignedFixing.signed(fixing));
            String signature = Base64.getEncoder().encodeToString(signer.sign());
            return new FxCommand.RecordFxFixing(
                    "ecb", now, "EUR", quote, mid, 900, path, signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
