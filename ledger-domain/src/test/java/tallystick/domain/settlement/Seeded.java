package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs a property on many seeds. A failure says in one line how to run its seed again:
 *
 * <pre>mvn test -pl ledger-domain -am -Dtest=XTest#y ... -Dtallystick.seed=7</pre>
 */
final class Seeded {

    /** Something that holds for everything that can be made from a seed. */
    @FunctionalInterface
    interface Property {
        void holds(SplittableRandom random);
    }

    private static final int SEEDS = 300;

    private Seeded() {}

    /** Checks the property on every seed, or on the one that {@code -Dtallystick.seed} names. */
    static void check(Property property) {
        String caller = caller();
        Long only = Long.getLong("tallystick.seed");
        for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
            Throwable failure = failure(property, seed);
            if (failure != null) {
                throw new AssertionError(reproducer(caller, seed), failure);
            }
        }
    }

    /** Negative control: the property must find the fault that was put in. */
    static void isCaught(Property faulty) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (failure(faulty, seed) != null) {
                return;
            }
        }
        fail("the property passes a variant that is broken on purpose");
    }

    /** The line to run a seed again. */
    static String reproducer(String caller, long seed) {
        return "mvn test -pl ledger-domain -am -Dtest="
                + caller
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtallystick.seed="
                + seed;
    }

    /** The same elements in an order of chance. */
    static <T> List<T> shuffled(Collection<T> elements, SplittableRandom random) {
        List<T> copy = new ArrayList<>(elements);
        Collections.shuffle(copy, new Random(random.nextLong()));
        return copy;
    }

    /** 0 … 2^bits − 1, bits 0 … 63, every magnitude alike. */
    static long magnitude(SplittableRandom random, int bits) {
        return random.nextLong() >>> (63 - random.nextInt(bits + 1)) >>> 1;
    }

    private static @Nullable Throwable failure(Property property, long seed) {
        try {
            property.holds(new SplittableRandom(seed));
            return null;
        } catch (AssertionError | RuntimeException failure) {
            return failure;
        }
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(f -> !f.getClassName().equals(Seeded.class.getName()))
                                        .map(
                                                f ->
                                                        f.getClassName().replaceAll(".*\\.", "")
                                                                + "#"
                                                                + f.getMethodName())
                                        .findFirst()
                                        .orElseThrow());
    }
}
