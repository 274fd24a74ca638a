package tallystick.app.axon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.common.Registration;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerRequest;
import tallystick.engine.Completion;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineStoppedException;
import tallystick.engine.LedgerEngine;

/**
 * Axon's command bus on the ring. A {@link LedgerRequest} goes to the engine without a unit of
 * work; its result is an {@link Answer}, given once the events are durable. Every other command
 * goes to a local bus, where handlers subscribe.
 *
 * <p>A refusal is an {@code Answer}. What is no answer is an exceptional result carrying the
 * engine's own exception: {@link EngineBusyException} when nothing was taken (503, with its {@code
 * retryAfterMillis}), {@link EngineStoppedException} when it is not known whether the events
 * survive, {@link IllegalArgumentException} for a text that the edge should have refused.
 *
 * <p>Callbacks of ledger requests run on a ring thread: they must not block, and must not dispatch
 * and wait. Dispatch interceptors see every command, on the caller's thread. Handler interceptors
 * belong to a unit of work, so they see only the other commands.
 */
public final class RingCommandBus implements CommandBus {

    private final LedgerEngine engine;
    private final CommandBus others;
    private final List<MessageDispatchInterceptor<? super CommandMessage<?>>> interceptors =
            new CopyOnWriteArrayList<>();

    /**
     * @param engine takes the ledger's requests
     * @param others takes every other command
     */
    public RingCommandBus(LedgerEngine engine, CommandBus others) {
        this.engine = engine;
        this.others = others;
    }

    @Override
    public <C> void dispatch(CommandMessage<C> command) {
        dispatch(command, (_, _) -> {});
    }

    @Override
    public <C, R> void dispatch(
            CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        CommandMessage<C> intercepted = intercept(command);
        if (intercepted.getPayload() instanceof LedgerRequest request) {
            submit(request, intercepted, callback);
        } else {
            others.dispatch(intercepted, callback);
        }
    }

    @SuppressWarnings("unchecked") // Axon's interceptors keep the payload type by contract
    private <C> CommandMessage<C> intercept(CommandMessage<C> command) {
        CommandMessage<C> result = command;
        for (MessageDispatchInterceptor<? super CommandMessage<?>> interceptor : interceptors) {
            result = (CommandMessage<C>) interceptor.handle(result);
        }
        return result;
    }

    private <C, R> void submit(
            LedgerRequest request,
            CommandMessage<C> command,
            CommandCallback<? super C, ? super R> callback) {
        try {
            engine.submit(request, new Reply<>(command, callback));
        } catch (EngineBusyException | RuntimeException notTaken) {
            callback.onResult(command, failure(command, notTaken));
        }
    }

    private static <R> CommandResultMessage<R> failure(CommandMessage<?> command, Throwable cause) {
        Message<R> nothing = reply(command, null);
        return new GenericCommandResultMessage<>(nothing, cause);
    }

    /** Carries the command's identifier, which saves the ring thread from drawing a random one. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the caller of a ledger request expects an Answer
    private static <R> Message<R> reply(CommandMessage<?> command, @Nullable Answer answer) {
        return (Message<R>)
                new GenericMessage<>(
                        command.getIdentifier(), Answer.class, answer, MetaData.emptyInstance());
    }

    @Override
    public Registration subscribe(
            String commandName, MessageHandler<? super CommandMessage<?>> handler) {
        return others.subscribe(commandName, handler);
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
        return others.registerHandlerInterceptor(interceptor);
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
        interceptors.add(interceptor);
        return () -> interceptors.remove(interceptor);
    }

    private record Reply<C, R>(
            CommandMessage<C> command, CommandCallback<? super C, ? super R> callback)
            implements Completion {

        @Override
        public void answered(Answer answer) {
            Message<R> message = reply(command, answer);
            callback.onResult(command, new GenericCommandResultMessage<>(message));
        }

        @Override
        public void failed(Throwable cause) {
            callback.onResult(command, failure(command, cause));
        }
    }
}
