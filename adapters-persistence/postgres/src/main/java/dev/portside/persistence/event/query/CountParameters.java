package dev.portside.persistence.event.query;

import static java.util.Objects.requireNonNull;

import dev.portside.domain.event.Buckets;
import dev.portside.persistence.event.rollup.EventDeltas;
import dev.portside.persistence.event.rollup.RolledUpNames;
import dev.portside.persistence.event.rollup.Span;
import dev.portside.persistence.statement.Times;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Values of the parameters that the sources of counts have in common: of whom, and of which pieces of which buckets.
 *
 * <p>Events whose names are rolled up are counted from pieces: whole hours and days from rollups and deltas, and the edges one by
 * one. Those of wide names, of which there are no rollups by the property, are counted one by one from the whole window.
 */
final class CountParameters {

    private final List<Piece> rolled;
    private final List<String> unrolledNames;
    private final Map<String, Object> values = new HashMap<>();
    private final Buckets buckets;

    private CountParameters(
            Buckets buckets, Collection<String> names, Collection<String> wide, String property, List<Piece> pieces) {
        this.buckets = buckets;
        this.unrolledNames = List.copyOf(wide);
        this.rolled = pieces.stream().filter(piece -> piece.span() != null).toList();
        List<Piece> edges =
                pieces.stream().filter(piece -> piece.span() == null).toList();
        values.put("names", names.toArray(new String[0]));
        values.put("wide", wide.toArray(new String[0]));
        values.put("othersWide", wide.contains(RolledUpNames.OTHERS));
        values.put("property", property);
        values.put("from", Times.time(buckets.window().from()));
        values.put("to", Times.time(buckets.window().to()));
        values.put("borders", array(buckets.starts(), Times::text, String[]::new));
        values.put("edgeBuckets", array(edges, Piece::bucket, Integer[]::new));
        values.put("edgeFroms", array(edges, piece -> Times.text(piece.from()), String[]::new));
        values.put("edgeTos", array(edges, piece -> Times.text(piece.to()), String[]::new));
        values.put("rolledBuckets", array(rolled, Piece::bucket, Integer[]::new));
        values.put(
                "rolledSpans",
                array(rolled, piece -> requireNonNull(piece.span()).code(), Short[]::new));
        values.put("rolledMerged", array(rolled, any -> false, Boolean[]::new));
        values.put("rolledFroms", array(rolled, piece -> Times.text(piece.from()), String[]::new));
        values.put("rolledTos", array(rolled, piece -> Times.text(piece.to()), String[]::new));
        values.put("rolledFirstHours", hours(Piece::from));
        values.put("rolledEndHours", hours(Piece::to));
        values.put("mergedGroup", 0);
        choosing(List.of());
    }

    /** Of events of a name of which there are rollups by the property. */
    static CountParameters rolled(Buckets buckets, String name, String property) {
        return new CountParameters(buckets, List.of(name), List.of(), property, Piece.of(buckets));
    }

    /** Of events of a name of which there are none. */
    static CountParameters unrolled(Buckets buckets, String name, String property) {
        return new CountParameters(buckets, List.of(), List.of(name), property, List.of());
    }

    /** Of events of a name that has no rollups at all. */
    static CountParameters uncut(Buckets buckets, String name) {
        return new CountParameters(buckets, List.of(name), List.of(), EventDeltas.NO_PROPERTY, Piece.uncut(buckets));
    }

    /** Of all events. */
    static CountParameters of(Buckets buckets, Set<String> rolled, Set<String> wide, String property) {
        return new CountParameters(buckets, rolled, wide, property, Piece.of(buckets));
    }

    private static <S, T> T[] array(List<S> list, Function<S, T> element, IntFunction<T[]> maker) {
        return list.stream().map(element).toArray(maker);
    }

    private Integer[] hours(Function<Piece, Instant> time) {
        return array(rolled, piece -> Span.hour(time.apply(piece)), Integer[]::new);
    }

    /** The same with values that have groups of their own. */
    CountParameters choosing(List<String> chosen) {
        values.put("chosen", chosen.toArray(new String[0]));
        values.put("others", chosen.size() + 1);
        return this;
    }

    boolean hasRolled() {
        return !rolled.isEmpty();
    }

    List<String> unrolledNames() {
        return unrolledNames;
    }

    Map<String, Object> values() {
        return values;
    }

    Map<String, Object> with(String parameter, Object value) {
        values.put(parameter, value);
        return values;
    }

    /**
     * The same where it is known which rollups are all that there is of their bucket: how many people they have can be looked up.
     * Others are merged.
     *
     * @param ofDeltas buckets with something that is still to be added
     */
    Map<String, Object> merging(BitSet ofDeltas, boolean mergingOthers) {
        BitSet several = (BitSet) ofDeltas.clone();
        for (Integer bucket : (Integer[]) requireNonNull(values.get("edgeBuckets"))) {
            several.set(bucket);
        }
        long[] rollups = new long[buckets.size()];
        rolled.forEach(piece -> rollups[piece.bucket()] += piece.rollups());
        values.put(
                "rolledMerged",
                array(rolled, piece -> rollups[piece.bucket()] > 1 || several.get(piece.bucket()), Boolean[]::new));
        values.put("mergedGroup", mergingOthers ? requireNonNull(values.get("others")) : 0);
        return values;
    }
}
