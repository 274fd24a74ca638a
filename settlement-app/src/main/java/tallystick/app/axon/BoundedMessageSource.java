package tallystick.app.axon;

import java.time.Instant;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The journal for one processor, read ahead no further than its memory allows. A pooled processor
 * buffers 1,024 messages, whatever they weigh; here one message may be a run of 16,384 usage
 * records. It must be both the source and a handler interceptor of the same processor, which must
 * have one segment: what a committed unit of work handled makes room.
 */
public final class BoundedMessageSource
        implements StreamableMessageSource<TrackedEventMessage<?>>,
                MessageHandlerInterceptor<EventMessage<?>> {

    private static final String HANDLED = BoundedMessageSource.class.getName() + "/handled";

    private final Supplier<JournalEventStore> journal;
    private final long maxRecords;
    private volatile @Nullable BoundedEventStream open;

    /**
     * @param journal asked for the store each time, since processors are described before it is
     *     made
     * @param maxRecords most usage records handed out and not yet committed, 1 or more; one message
     *     is always handed out, even if it alone holds more
     */
    public BoundedMessageSource(Supplier<JournalEventStore> journal, long maxRecords) {
        this.journal = journal;
        this.maxRecords = maxRecords;
    }

    @Override
    public BoundedEventStream openStream(@Nullable TrackingToken trackingToken) {
        BoundedEventStream stream =
                new BoundedEventStream(journal.get().openStream(trackingToken), maxRecords);
        open = stream;
        return stream;
    }

    @Override
    public Object handle(UnitOfWork<? extends EventMessage<?>> unitOfWork, InterceptorChain chain)
            throws Exception {
        if (unitOfWork.getMessage() instanceof TrackedEventMessage<?> message) {
            UnitOfWork<?> root = unitOfWork.root();
            if (root.resources().put(HANDLED, message.trackingToken()) == null) {
                root.afterCommit(committed -> release(committed.getResource(HANDLED)));
            }
        }
        return chain.proceed();
    }

    private void release(TrackingToken handled) {
        BoundedEventStream stream = open;
        if (stream != null) {
            stream.release(handled.position().orElseThrow());
        }
    }

    @Override
    public TrackingToken createTailToken() {
        return journal.get().createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return journal.get().createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return journal.get().createTokenAt(dateTime);
    }
}
