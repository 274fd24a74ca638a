package tallystick.app.api.stream;

import java.io.IOException;

/** What of the journal a stream tells, in order. One thread. */
interface Feed extends AutoCloseable {

    /** Takes what is told. */
    interface Told {

        /**
         * Sends an event.
         *
         * @param position of the event in the journal
         * @throws IOException when the reader is gone
         */
        void send(long position, String name, Object data) throws IOException;
    }

    /**
     * Tells what is durable and has not been told, some of it at least.
     *
     * @return whether there is more already
     */
    boolean tell(Told told) throws IOException, InterruptedException;

    /** Up to which position everything has been told. */
    long position();

    @Override
    void close();
}
