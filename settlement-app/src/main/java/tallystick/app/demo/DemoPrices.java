package tallystick.app.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import tallystick.domain.usage.TokenClass;

/**
 * What the demo's tariffs say, and what usage costs by them: the client's own arithmetic, in
 * decimals, sharing nothing with the ledger that it is held against.
 */
final class DemoPrices {

    private static final BigDecimal ABROAD = new BigDecimal("1.2");
    private static final BigDecimal WHOLESALE = new BigDecimal("0.7");

    /** A price per million tokens of 1 is this many pico-units a token. */
    private static final BigDecimal PICO_PER_TOKEN = new BigDecimal("1000000");

    private DemoPrices() {}

    /** Retail price per million tokens in the home operator's currency. */
    static BigDecimal retail(
            DemoOperator home, DemoModel model, TokenClass tokenClass, boolean abroad) {
        BigDecimal price = model.eurosPerMillion(tokenClass).multiply(home.perEuro());
        return plain(abroad ? price.multiply(ABROAD) : price);
    }

    /** Inter-operator price per million tokens in the serving operator's currency. */
    static BigDecimal wholesale(DemoOperator serving, DemoModel model, TokenClass tokenClass) {
        BigDecimal price = model.eurosPerMillion(tokenClass).multiply(serving.perEuro());
        return plain(price.multiply(WHOLESALE));
    }

    /** What a line costs its wallet, in pico-units of the home operator's currency. */
    static BigInteger retailPico(UsageLine line) {
        boolean abroad = line.serving() != line.home();
        BigDecimal sum = BigDecimal.ZERO;
        for (TokenClass tokenClass : DemoModel.CLASSES) {
            BigDecimal price = retail(line.home(), line.model(), tokenClass, abroad);
            sum = sum.add(price.multiply(BigDecimal.valueOf(line.tokens(tokenClass))));
        }
        return sum.multiply(PICO_PER_TOKEN).toBigIntegerExact();
    }

    /** What a roaming line costs its home operator, in pico-units of the serving one's currency. */
    static BigInteger wholesalePico(UsageLine line) {
        BigDecimal sum = BigDecimal.ZERO;
        for (TokenClass tokenClass : DemoModel.CLASSES) {
            BigDecimal price = wholesale(line.serving(), line.model(), tokenClass);
            sum = sum.add(price.multiply(BigDecimal.valueOf(line.tokens(tokenClass))));
        }
        return sum.multiply(PICO_PER_TOKEN).toBigIntegerExact();
    }

    private static BigDecimal plain(BigDecimal price) {
        BigDecimal stripped = price.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
