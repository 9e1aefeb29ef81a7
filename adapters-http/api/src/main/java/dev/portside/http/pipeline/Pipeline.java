package dev.portside.http.pipeline;

import dev.portside.http.route.Filter;
import dev.portside.http.route.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Named filters in the order in which a call passes them. Immutable. {@link Api} makes the usual one; an embedding program adds
 * filters of its own at a named place.
 */
public final class Pipeline {

    /** Filter at its place. */
    private record Stage(String name, Filter filter) {}

    private final List<Stage> stages;

    private Pipeline(List<Stage> stages) {
        this.stages = List.copyOf(stages);
        Set<String> names = stages.stream().map(Stage::name).collect(Collectors.toSet());
        if (names.size() < stages.size()) {
            throw new IllegalArgumentException("Two filters have the same name in " + names());
        }
    }

    static Pipeline empty() {
        return new Pipeline(List.of());
    }

    /** Returns the filters' names, the outermost first. */
    public List<String> names() {
        return stages.stream().map(Stage::name).toList();
    }

    /** Returns the pipeline with one more filter behind all others, next to the router. */
    public Pipeline last(String name, Filter filter) {
        return with(stages.size(), name, filter);
    }

    /**
     * Returns the pipeline with one more filter, which a call passes right before another.
     *
     * @throws IllegalArgumentException when no filter has the place's name, or one has this name already
     */
    public Pipeline before(String place, String name, Filter filter) {
        return with(indexOf(place), name, filter);
    }

    /**
     * Returns the pipeline with one more filter, which a call passes right after another.
     *
     * @throws IllegalArgumentException when no filter has the place's name, or one has this name already
     */
    public Pipeline after(String place, String name, Filter filter) {
        return with(indexOf(place) + 1, name, filter);
    }

    /** Returns the filters before this one. */
    Pipeline until(String place) {
        return new Pipeline(stages.subList(0, indexOf(place)));
    }

    /** Returns a handler that passes each call through all filters. */
    Handler around(Handler router) {
        Handler handler = router;
        for (Stage stage : stages.reversed()) {
            handler = stage.filter().around(handler);
        }
        return handler;
    }

    private Pipeline with(int index, String name, Filter filter) {
        List<Stage> more = new ArrayList<>(stages);
        more.add(index, new Stage(name, filter));
        return new Pipeline(more);
    }

    private int indexOf(String place) {
        int index = names().indexOf(place);
        if (index < 0) {
            throw new IllegalArgumentException("There is no filter \"" + place + "\"; there are " + names());
        }
        return index;
    }
}
