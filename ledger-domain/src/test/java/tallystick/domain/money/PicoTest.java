package tallystick.domain.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicoTest {

    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    private static final BigInteger MIN = BigInteger.ONE.shiftLeft(127).negate();

    @Test
    void agreesWithBigIntegerOnSumsAndDifferences() {
        SplittableRandom random = new SplittableRandom(20261121);
        PicoArray array = new PicoArray();
        int element = array.add();
        for (int i = 0; i < 200_000; i++) {
            Pico a = any(random);
            Pico b = any(random);
            BigInteger sum = a.toBigInteger().add(b.toBigInteger());
            BigInteger difference = a.toBigInteger().subtract(b.toBigInteger());
            array.set(element, a);
            if (fits(sum)) {
                assertEquals(sum, a.plus(b).toBigInteger());
                array.add(element, b.hi(), b.lo());
                assertEquals(sum, array.get(element).toBigInteger());
            } else {
                assertThrows(ArithmeticException.class, () -> a.plus(b));
                assertThrows(ArithmeticException.class, () -> array.add(element, b.hi(), b.lo()));
                assertEquals(a, array.get(element), "a refused addition changes nothing");
            }
            array.set(element, a);
            if (fits(difference)) {
                assertEquals(difference, a.minus(b).toBigInteger());
                array.subtract(element, b.hi(), b.lo());
                assertEquals(difference, array.get(element).toBigInteger());
            } else {
                assertThrows(ArithmeticException.class, () -> a.minus(b));
                assertThrows(
                        ArithmeticException.class, () -> array.subtract(element, b.hi(), b.lo()));
            }
            assertEquals(
                    Integer.signum(a.toBigInteger().compareTo(b.toBigInteger())),
                    Integer.signum(a.compareTo(b)));
            assertEquals(a.toBigInteger().signum(), a.signum());
            assertEquals(a, Pico.of(a.toBigInteger()));
        }
    }

    @Test
    void multipliesTokensByPriceExactly() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            long a = random.nextLong();
            long b = random.nextLong();
            assertEquals(
                    BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)),
                    Pico.product(a, b).toBigInteger());
        }
    }

    @Test
    void sixtyFourBitsWouldNotHoldADayInWon() {
        Pico day = Pico.ofUnits(9_300_000);
        assertEquals("9300000.000000000000", day.toDecimalString());
        assertEquals(1, day.compareTo(Pico.of(Long.MAX_VALUE)));
    }

    @Test
    void aThousandMillionMicroAmountsSumExactly() {
        long pricePico = 150_000;
        Pico sum = Pico.ZERO;
        for (int batch = 0; batch < 1_000; batch++) {
            sum = sum.plus(Pico.product(1_000_000, pricePico));
        }
        assertEquals(Pico.parse("150"), sum);
        assertEquals(Pico.product(1_000_000_000L, pricePico), sum);
    }

    @Test
    void overflowIsThrownAtBothEnds() {
        assertThrows(ArithmeticException.class, () -> Pico.MAX.plus(Pico.of(1)));
        assertThrows(ArithmeticException.class, () -> Pico.MIN.minus(Pico.of(1)));
        assertThrows(ArithmeticException.class, Pico.MIN::negate);
        assertThrows(ArithmeticException.class, () -> Pico.of(MAX.add(BigInteger.ONE)));
        assertEquals(MIN, Pico.MIN.toBigInteger());
        assertEquals(MAX, Pico.MAX.toBigInteger());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.000000000000",
        "1,1.000000000000",
        "-12.5,-12.500000000000",
        "0.000441,0.000441000000",
        "-0.000000000001,-0.000000000001",
        "170141183460469231731687303.715884105727,170141183460469231731687303.715884105727"
    })
    void readsPlainDecimals(String text, String decimal) {
        assertEquals(decimal, Pico.parse(text).toDecimalString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".5",
                "5.",
                "+1",
                "1e3",
                "1E3",
                "NaN",
                "Infinity",
                " 1",
                "1 ",
                "1_000",
                "1,000",
                "0x10",
                "--1",
                "1.2.3",
                "0.0000000000001",
                "170141183460469231731687303.715884105728",
                "99999999999999999999999999999999999999999999",
                "١"
            })
    void refusesWhatIsNotAPlainDecimal(String text) {
        assertThrows(NumberFormatException.class, () -> Pico.parse(text));
    }

    private static boolean fits(BigInteger value) {
        return value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0;
    }

    private static Pico any(SplittableRandom random) {
        long hi = random.nextLong() >> random.nextInt(64);
        return switch (random.nextInt(8)) {
            case 0 -> Pico.MAX;
            case 1 -> Pico.MIN;
            case 2 -> Pico.of(random.nextLong());
            case 3 -> new Pico(hi, 0);
            case 4 -> new Pico(hi, -1);
            default -> new Pico(hi, random.nextLong());
        };
    }
}
