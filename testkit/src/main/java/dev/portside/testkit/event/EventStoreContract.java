package dev.portside.testkit.event;

import dev.portside.application.event.EventStore;

/**
 * Contract of {@link EventStore}. Implement it in a test class of your adapter, give it an empty store for
 * each test, and every promise is checked:
 *
 * <pre>{@code
 * class MyEventStoreTest implements EventStoreContract {
 *     public EventStore emptyStore() { return new MyEventStore(freshDatabase()); }
 * }
 * }</pre>
 */
public interface EventStoreContract
        extends EventLogContract,
                EventListContract,
                EventTextContract,
                EventTrendContract,
                EventCalendarContract,
                EventBreakdownContract,
                EventTopContract,
                EventFunnelContract,
                EventRetentionContract {}
