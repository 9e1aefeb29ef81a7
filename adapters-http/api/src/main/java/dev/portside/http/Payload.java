package dev.portside.http;

import java.io.IOException;
import java.io.OutputStream;

/** The content of a response. */
public sealed interface Payload {

    Payload NONE = new None();

    record None() implements Payload {}

    /** Content that is ready. The array belongs to the response from now on and is never changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy per response would be waste
    record Bytes(byte[] bytes) implements Payload {}

    /**
     * Content that is made while it is sent.
     *
     * @param endless whether it goes on until one side has enough, with pauses; else it is sent as fast as it is taken
     */
    record Stream(Writer writer, boolean endless) implements Payload {}

    /** Makes content. */
    @FunctionalInterface
    interface Writer {

        /**
         * Writes all of it; a binding calls this exactly once, also when the client is gone. What is flushed goes to the
         * client at once. When this throws, the binding must end the connection in a way that the client can distinguish from
         * a complete answer.
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
