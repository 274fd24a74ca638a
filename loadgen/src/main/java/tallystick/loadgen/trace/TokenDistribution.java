package tallystick.loadgen.trace;

import java.util.random.RandomGenerator;

/**
 * How many tokens a prompt or an answer has: the inverse of a cumulative distribution that is
 * straight between known quantiles. Integers only, so a draw is the same on every machine.
 *
 * <p>The knots are quantiles of Azure's conversation trace of 2023-11-16 (19,366 requests). Beyond
 * the last but one knot a straight line would be far too fat: there the least of several draws is
 * taken, which thins the tail and keeps the mean.
 */
final class TokenDistribution {

    /** Where the quantiles are, in ten-thousandths; before the distributions, which read it. */
    private static final long[] KNOTS = {
        0, 100, 500, 1000, 2500, 5000, 6000, 7000, 7500, 8000, 8500, 9000, 9500, 9900, 10_000
    };

    /** Draws distinguish this many places within a ten-thousandth. */
    private static final long STEPS = 1024;

    /** Prompts: mean 1,155 in the published trace. */
    static final TokenDistribution CONTEXT =
            new TokenDistribution(
                    10, 2, 29, 181, 207, 396, 1020, 1071, 1130, 1189, 1315, 1877, 2734, 4083, 4142,
                    14_050);

    /** Answers: mean 211 in the published trace. */
    static final TokenDistribution GENERATED =
            new TokenDistribution(
                    3, 7, 16, 41, 54, 85, 129, 177, 384, 395, 400, 411, 424, 451, 601, 1000);

    private final int tailDraws;
    private final long[] quantiles;

    private TokenDistribution(int tailDraws, long... quantiles) {
        this.tailDraws = tailDraws;
        this.quantiles = quantiles;
    }

    /** A number of tokens, 0 or more. */
    long draw(RandomGenerator random) {
        long place = random.nextLong(KNOTS[KNOTS.length - 1] * STEPS);
        int segment = 0;
        while (place >= KNOTS[segment + 1] * STEPS) {
            segment++;
        }
        long width = (KNOTS[segment + 1] - KNOTS[segment]) * STEPS;
        long offset =
                segment == KNOTS.length - 2
                        ? leastOf(random, width)
                        : place - KNOTS[segment] * STEPS;
        return quantiles[segment] + (quantiles[segment + 1] - quantiles[segment]) * offset / width;
    }

    private long leastOf(RandomGenerator random, long width) {
        long least = width;
        for (int i = 0; i < tailDraws; i++) {
            least = Math.min(least, random.nextLong(width));
        }
        return least;
    }
}
