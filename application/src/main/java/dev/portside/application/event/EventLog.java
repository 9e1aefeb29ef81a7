package dev.portside.application.event;

import dev.portside.domain.event.NewEvent;
import java.util.List;

/** Log that events are written to. */
public interface EventLog {

    /**
     * Stores those events whose ids are not known: all of them, or none when this throws. When it returns they are durable,
     * and every read and question that begins later finds them. The same ids may come at the same time through any number
     * of nodes: exactly one of the calls gets {@link RecordResult#STORED}.
     *
     * @param events in any order of times; of several with the same id the first counts
     * @return one for each event, in the order given
     * @throws dev.portside.application.Fault OVERLOADED when another transaction holds what is needed for more than
     *     a moment, and nothing was done. After any of them the same call is safe to make again: what has been stored counts as
     *     duplicate then
     */
    List<RecordResult> record(List<NewEvent> events);
}
