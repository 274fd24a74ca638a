package tallystick.app.axon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.Answer;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand.Reference.RegisterModel;
import tallystick.domain.LedgerRequest;
import tallystick.domain.RefusalCode;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;

/** What a caller of Axon's gateway gets from the ring. */
class RingCommandBusTest {

    @TempDir static Path directory;
    private static BusFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new BusFixture(directory);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static LedgerRequest request(String model) {
        return new LedgerRequest(new RegisterModel(model), "test", null);
    }

    private static Answer answer(LedgerRequest request) throws Exception {
        return fixture.gateway.<Answer>send(request).get(60, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerMeansDurable() throws Exception {
        Answer answer = answer(request("durable"));
        assertNull(answer.refusal());
        assertEquals("durable", answer.resource());
        assertFalse(answer.position() > fixture.engine.lastDurablePosition());
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        answer(request("twice"));
        assertEquals(RefusalCode.ALREADY_EXISTS, answer(request("twice")).refusal().code());
    }

    @Test
    void aKeySentAgainGetsTheFirstAnswer() throws Exception {
        LedgerRequest keyed =
                new LedgerRequest(
                        new RegisterModel("keyed"), "test", new IdempotencyKey("key-1", 7));
        Answer first = answer(keyed);
        Answer again = answer(keyed);
        assertEquals(first.position(), again.position());
        assertEquals(List.of(false, true), List.of(first.replayed(), again.replayed()));
    }

    @Test
    void interceptorsRunOnTheCallerAndSeeEveryCommand() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Registration registration =
                fixture.bus.registerDispatchInterceptor(
                        _ ->
                                (_, command) -> {
                                    threads.add(Thread.currentThread());
                                    return command;
                                });
        try (Registration _ = fixture.bus.subscribe("java.lang.Integer", _ -> "done")) {
            answer(request("intercepted"));
            assertEquals("done", fixture.gateway.send(5).get(60, TimeUnit.SECONDS));
            assertEquals(List.of(Thread.currentThread(), Thread.currentThread()), threads);
        } finally {
            registration.cancel();
        }
        answer(request("no longer intercepted"));
        assertEquals(2, threads.size());
    }

    @Test
    void anInterceptorMayReplaceTheRequest() throws Exception {
        try (Registration _ =
                fixture.bus.registerDispatchInterceptor(
                        _ -> (_, _) -> new GenericCommandMessage<>(request("replaced")))) {
            assertEquals("replaced", answer(request("asked")).resource());
        }
    }

    @Test
    void otherCommandsHaveHandlersAndAUnitOfWorkAndTheLedgersHaveNone() throws Exception {
        List<Boolean> units = new CopyOnWriteArrayList<>();
        try (Registration _ =
                fixture.bus.subscribe(
                        "java.lang.String",
                        command -> {
                            units.add(CurrentUnitOfWork.isStarted());
                            return ((String) command.getPayload()).length();
                        })) {
            assertEquals(5, fixture.gateway.<Integer>send("hello").get(60, TimeUnit.SECONDS));
        }
        assertEquals(List.of(true), units);
        assertFalse(inCallback("no unit of work", CurrentUnitOfWork::isStarted));
    }

    @Test
    void aCommandThatNobodyHandlesSaysSo() {
        ExecutionException failed =
                assertThrows(
                        ExecutionException.class,
                        () -> fixture.gateway.send(1.5f).get(60, TimeUnit.SECONDS));
        assertInstanceOf(NoHandlerForCommandException.class, failed.getCause());
    }

    @Test
    void callbacksRunOffTheCallersThread() throws Exception {
        assertNotEquals(Thread.currentThread(), inCallback("callback", Thread::currentThread));
    }

    private static <T> T inCallback(String model, Supplier<T> probe) throws Exception {
        CompletableFuture<T> seen = new CompletableFuture<>();
        CommandCallback<LedgerRequest, Answer> callback = (_, _) -> seen.complete(probe.get());
        fixture.bus.dispatch(new GenericCommandMessage<>(request(model)), callback);
        return seen.get(60, TimeUnit.SECONDS);
    }

    @Test
    void noRoomIsAnExceptionalResultWithTheTimeToComeBack() throws Exception {
        LedgerEngine full = mock(LedgerEngine.class);
        EngineBusyException busy = new EngineBusyException("no room", 250);
        doThrow(busy).when(full).submit(any(), any());
        assertSame(busy, failureOf(full));
    }

    @Test
    void aStoppedEngineIsAnExceptionalResult(@TempDir Path other) throws Exception {
        try (BusFixture stopped = new BusFixture(other)) {
            stopped.engine.close();
            assertInstanceOf(EngineStoppedException.class, failureOf(stopped.engine));
        }
    }

    private static Throwable failureOf(LedgerEngine engine) {
        RingCommandBus bus = new RingCommandBus(engine, SimpleCommandBus.builder().build());
        return assertThrows(
                        ExecutionException.class,
                        () ->
                                DefaultCommandGateway.builder()
                                        .commandBus(bus)
                                        .build()
                                        .send(request("x"))
                                        .get(60, TimeUnit.SECONDS))
                .getCause();
    }
}
