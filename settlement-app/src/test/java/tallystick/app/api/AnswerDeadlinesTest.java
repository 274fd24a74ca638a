package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What does not come in time fails, what comes stays, and nothing is kept of either. */
class AnswerDeadlinesTest {

    private static final long LONG_MILLIS = 60_000;

    @Test
    void anAnswerThatDoesNotComeFailsAndOthersStay() throws Exception {
        try (AnswerDeadlines deadlines = new AnswerDeadlines()) {
            CompletableFuture<String> patient =
                    deadlines.within(LONG_MILLIS, new CompletableFuture<>());
            CompletableFuture<String> late = deadlines.within(100, new CompletableFuture<>());
            CompletableFuture<String> come = deadlines.within(100, new CompletableFuture<>());
            come.complete("answer");

            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> late.get(10, TimeUnit.SECONDS));
            assertInstanceOf(TimeoutException.class, failed.getCause());
            assertEquals("answer", come.get(), "what had come");
            assertFalse(patient.isDone(), "whose time is not over");
            patient.complete("later");
            assertEquals("later", patient.get());
        }
    }

    @Test
    void nothingIsKeptOfWhatHasCome() throws InterruptedException {
        try (AnswerDeadlines deadlines = new AnswerDeadlines()) {
            for (int i = 0; i < 1_000; i++) {
                deadlines.within(LONG_MILLIS, new CompletableFuture<>()).complete("answer");
            }
            CompletableFuture<String> _ = deadlines.within(LONG_MILLIS, new CompletableFuture<>());
            for (int i = 0; i < 100 && deadlines.awaited() > 1; i++) {
                Thread.sleep(50);
            }
            assertEquals(1, deadlines.awaited());
        }
    }
}
