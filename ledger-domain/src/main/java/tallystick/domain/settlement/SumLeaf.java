package tallystick.domain.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tallystick.domain.money.Pico;

/**
 * One amount of one holder in a sum tree. The salt keeps who a leaf belongs to from those who see
 * its hash in their proofs; the amount they do see, so where that is a secret, a holder's amount is
 * put in as several random {@linkplain #shares shares}.
 *
 * @param holder the wallet or participant
 * @param part which of the holder's leaves it is, from 0
 * @param amount pico-units, positive is to receive where positions are summed
 * @param salt told to the holder alone
 */
public record SumLeaf(String holder, int part, Pico amount, Sha256 salt) {

    /** Least number of shares that hides an amount. */
    public static final int MIN_SHARES = 64;

    private static final byte SALT_INNER = 4;
    private static final byte SALT_OUTER = 5;
    private static final byte SHARE = 6;

    /** A random share has 100 bits: far beyond any amount, far within 128 when added up. */
    private static final int SHARE_DISCARDED_BITS = 256 - 100;

    /**
     * @throws IllegalArgumentException for a blank holder or a part below 0
     */
    public SumLeaf {
        ArgumentCheck.name("holder", holder);
        ArgumentCheck.notNegative("part", part);
    }

    /**
     * The holder's only leaf, its salt derived from the issuer's secret.
     *
     * @param secret known to the issuer of the tree alone, another one for every tree
     */
    public static SumLeaf whole(Sha256 secret, String holder, Pico amount) {
        return new SumLeaf(holder, 0, amount, salt(secret, holder, 0));
    }

    /**
     * The amount as random shares that sum to it: all but one of them say nothing about it. Whoever
     * saw most leaves of a small tree could still try which subsets sum to a plausible amount; from
     * {@link #MIN_SHARES} a holder there are far more plausible subsets than can mean anything.
     *
     * @param secret known to the issuer of the tree alone, another one for every tree
     * @param parts how many, {@link #MIN_SHARES} or more, the same for every holder of the tree
     * @throws IllegalArgumentException for fewer parts
     * @throws ArithmeticException when the last share leaves 128 bits
     */
    public static List<SumLeaf> shares(Sha256 secret, String holder, Pico amount, int parts) {
        ArgumentCheck.that(parts >= MIN_SHARES, "parts", "must be " + MIN_SHARES + " or more");
        List<SumLeaf> shares = new ArrayList<>();
        Pico rest = amount;
        for (int part = 0; part < parts - 1; part++) {
            Sha256 chance = derive(SHARE, secret, holder, part);
            Pico share = Pico.of(new BigInteger(chance.bytes()).shiftRight(SHARE_DISCARDED_BITS));
            shares.add(new SumLeaf(holder, part, share, salt(secret, holder, part)));
            rest = rest.minus(share);
        }
        shares.add(new SumLeaf(holder, parts - 1, rest, salt(secret, holder, parts - 1)));
        return List.copyOf(shares);
    }

    /** Hashed twice: a salt that was told must not help to compute another. */
    private static Sha256 salt(Sha256 secret, String holder, int part) {
        return new Sha256.Fields(SALT_OUTER).hash(derive(SALT_INNER, secret, holder, part)).end();
    }

    private static Sha256 derive(byte domain, Sha256 secret, String holder, int part) {
        return new Sha256.Fields(domain).hash(secret).text(holder).number(part).end();
    }
}
