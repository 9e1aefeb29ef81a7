package dev.portside.http.event;

import dev.portside.application.concurrency.CpuBulkhead;
import dev.portside.application.event.Analytics;
import dev.portside.application.event.RecordResult;
import dev.portside.domain.event.NewEvent;
import dev.portside.http.Problem;
import dev.portside.http.Response;
import dev.portside.http.event.EventParser.Batch;
import dev.portside.http.event.EventParser.Reading;
import dev.portside.http.json.Json;
import dev.portside.http.route.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Takes events. */
final class EventIngestion {

    /** Larger bodies are read in the bulkhead: one of 64 KiB takes some three milliseconds. */
    private static final int FENCED_BYTES = 16 * 1024;

    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int MOST_ON_PROCESSORS = 8;
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_WAITING = 500;

    /**
     * From reading to commit on half of the processors, so that the other half is left to everybody else while batches come
     * without a pause; the rest wait as bytes, for thousands of events that wait are what a garbage collector pauses for. More
     * at the same time when commits take long. The most events of so many are fewer than may wait to be written.
     */
    private static final AdaptiveConcurrencyLimit.Limits TURNS =
            turns(Runtime.getRuntime().availableProcessors());

    private final Analytics analytics;
    private final CpuBulkhead fence;
    private final AdaptiveConcurrencyLimit turns = new AdaptiveConcurrencyLimit(TURNS);

    EventIngestion(Analytics analytics, CpuBulkhead fence) {
        this.analytics = analytics;
        this.fence = fence;
    }

    /** 202 when all are stored or were before; 207 with one result per item when some are invalid. */
    Response record(Call call) {
        if (call.bodyLength() <= FENCED_BYTES) {
            return store(read(call));
        }
        turns.begin();
        try {
            return store(fence.run(() -> read(call)));
        } finally {
            turns.end();
        }
    }

    private static AdaptiveConcurrencyLimit.Limits turns(int processors) {
        int atOnce = Math.clamp(processors / 2, 1, MOST_ON_PROCESSORS);
        return new AdaptiveConcurrencyLimit.Limits(atOnce, PATIENCE, Math.min(4 * atOnce, MOST_AT_ONCE), MOST_WAITING);
    }

    private Batch read(Call call) {
        return call.json(parser -> EventParser.read(parser, analytics));
    }

    private Response store(Batch batch) {
        if (batch.single() && batch.readings().getFirst() instanceof Reading.Invalid(var errors)) {
            throw Problem.invalid(errors).exception();
        }
        List<NewEvent> valid = new ArrayList<>(batch.readings().size());
        for (Reading reading : batch.readings()) {
            if (reading instanceof Reading.Valid(NewEvent event)) {
                valid.add(event);
            }
        }
        List<RecordResult> recordings = analytics.record(valid);
        boolean whole = valid.size() == batch.readings().size();
        return Response.of(whole ? 202 : 207, "application/json", Json.write(json -> {
            json.writeStartObject();
            long stored =
                    recordings.stream().filter(RecordResult.STORED::equals).count();
            json.writeNumberProperty("accepted", stored);
            json.writeNumberProperty("duplicates", recordings.size() - stored);
            if (batch.single()) {
                json.writeStringProperty("id", valid.getFirst().event().id().toString());
            }
            if (!whole) {
                results(json, batch.readings(), recordings.iterator());
            }
            json.writeEndObject();
        }));
    }

    private static void results(JsonGenerator json, List<Reading> readings, Iterator<RecordResult> recordings) {
        json.writeArrayPropertyStart("results");
        for (int i = 0; i < readings.size(); i++) {
            json.writeStartObject();
            json.writeNumberProperty("index", i);
            switch (readings.get(i)) {
                case Reading.Valid valid -> {
                    boolean stored = recordings.next() == RecordResult.STORED;
                    json.writeNumberProperty("status", stored ? 202 : 200);
                    if (!stored) {
                        json.writeBooleanProperty("duplicate", true);
                    }
                }
                case Reading.Invalid(var errors) -> {
                    Problem problem = Problem.invalid(errors);
                    json.writeNumberProperty("status", problem.status());
                    json.writeStringProperty("error", problem.detail());
                    problem.writeErrors(json);
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
