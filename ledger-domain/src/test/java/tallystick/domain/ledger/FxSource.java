package tallystick.domain.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tallystick.domain.FxCommand;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.SignedFixing;

/** A fixing source with its key; the same seed gives the same key. */
final class FxSource {

    private final String name;
    private final KeyPair keys;

    FxSource(String name, int seed) {
        this.name = name;
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    FxCommand registered() {
        byte[] der = keys.getPublic().getEncoded();
        return new FxCommand.RegisterFxSource(
                name, Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, 12, 44)));
    }

    /** A fixing of the pair itself. */
    FxCommand.RecordFxFixing fixes(long at, String base, String quote, String mid, int spreadPpm) {
        return fixes(at, base, quote, mid, spreadPpm, List.of(base, quote));
    }

    FxCommand.RecordFxFixing fixes(
            long at, String base, String quote, String mid, int spreadPpm, List<String> path) {
        FxFixing fixing = new FxFixing(name, at, base, quote, Fraction.parse(mid), spreadPpm, path);
        return new FxCommand.RecordFxFixing(
                name, at, base, quote, mid, spreadPpm, path, sign(SignedFixing.signed(fixing)));
    }

    private String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
