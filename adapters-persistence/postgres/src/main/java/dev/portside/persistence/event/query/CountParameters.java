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
import java.util.List;
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

    private final Buckets buckets;
    private final List<String> names;
    private final List<String> wide;
    private final String property;
    private final List<Piece> edges;
    private final List<Piece> rolled;
    private final List<String> chosen;
    private final boolean mergingOthers;
    private final BitSet merged;
    private final long limit;

    private CountParameters(
            Buckets buckets,
            Collection<String> names,
            Collection<String> wide,
            String property,
            List<Piece> edges,
            List<Piece> rolled,
            List<String> chosen,
            boolean mergingOthers,
            BitSet merged,
            long limit) {
        this.buckets = buckets;
        this.names = List.copyOf(names);
        this.wide = List.copyOf(wide);
        this.property = property;
        this.edges = edges;
        this.rolled = rolled;
        this.chosen = chosen;
        this.mergingOthers = mergingOthers;
        this.merged = merged;
        this.limit = limit;
    }

    private CountParameters(
            Buckets buckets, Collection<String> names, Collection<String> wide, String property, List<Piece> pieces) {
        this(
                buckets,
                names,
                wide,
                property,
                pieces.stream().filter(piece -> piece.span() == null).toList(),
                pieces.stream().filter(piece -> piece.span() != null).toList(),
                List.of(),
                false,
                new BitSet(),
                0);
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

    /** The same with values that have groups of their own. */
    CountParameters choosing(List<String> values) {
        return new CountParameters(
                buckets, names, wide, property, edges, rolled, List.copyOf(values), mergingOthers, merged, limit);
    }

    /** The same for this many values. */
    CountParameters limitedTo(int values) {
        return new CountParameters(
                buckets, names, wide, property, edges, rolled, chosen, mergingOthers, merged, values);
    }

    /**
     * The same where it is known which rollups are all that there is of their bucket: how many people they have can be looked up.
     * Others are merged.
     *
     * @param ofDeltas buckets with something that is still to be added
     * @param others whether the last group is of several values, whose people may be the same
     */
    CountParameters merging(BitSet ofDeltas, boolean others) {
        BitSet several = (BitSet) ofDeltas.clone();
        edges.forEach(piece -> several.set(piece.bucket()));
        long[] rollups = new long[buckets.size()];
        rolled.forEach(piece -> rollups[piece.bucket()] += piece.rollups());
        for (int bucket = 0; bucket < rollups.length; bucket++) {
            if (rollups[bucket] > 1) {
                several.set(bucket);
            }
        }
        return new CountParameters(buckets, names, wide, property, edges, rolled, chosen, others, several, limit);
    }

    boolean hasRolled() {
        return !rolled.isEmpty();
    }

    List<String> unrolledNames() {
        return wide;
    }

    String[] names() {
        return names.toArray(new String[0]);
    }

    String[] wide() {
        return wide.toArray(new String[0]);
    }

    boolean areOthersWide() {
        return wide.contains(RolledUpNames.OTHERS);
    }

    String property() {
        return property;
    }

    Instant from() {
        return buckets.window().from();
    }

    Instant to() {
        return buckets.window().to();
    }

    String[] borders() {
        return array(buckets.starts(), Times::text, String[]::new);
    }

    Integer[] edgeBuckets() {
        return array(edges, Piece::bucket, Integer[]::new);
    }

    String[] edgeFroms() {
        return array(edges, piece -> Times.text(piece.from()), String[]::new);
    }

    String[] edgeTos() {
        return array(edges, piece -> Times.text(piece.to()), String[]::new);
    }

    Integer[] rolledBuckets() {
        return array(rolled, Piece::bucket, Integer[]::new);
    }

    Short[] rolledSpans() {
        return array(rolled, piece -> requireNonNull(piece.span()).code(), Short[]::new);
    }

    Boolean[] rolledMerged() {
        return array(rolled, piece -> merged.get(piece.bucket()), Boolean[]::new);
    }

    String[] rolledFroms() {
        return array(rolled, piece -> Times.text(piece.from()), String[]::new);
    }

    String[] rolledTos() {
        return array(rolled, piece -> Times.text(piece.to()), String[]::new);
    }

    Integer[] rolledFirstHours() {
        return array(rolled, piece -> Span.hour(piece.from()), Integer[]::new);
    }

    Integer[] rolledEndHours() {
        return array(rolled, piece -> Span.hour(piece.to()), Integer[]::new);
    }

    String[] chosen() {
        return chosen.toArray(new String[0]);
    }

    /** The group of values that have none of their own. */
    int others() {
        return chosen.size() + 1;
    }

    /** The group whose people are merged in all buckets; 0 for none. */
    int mergedGroup() {
        return mergingOthers ? others() : 0;
    }

    long limit() {
        return limit;
    }

    private static <S, T> T[] array(List<S> list, Function<S, T> element, IntFunction<T[]> maker) {
        return list.stream().map(element).toArray(maker);
    }
}
