package dev.portside.persistence.event.rollup;

import dev.portside.domain.event.People;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.theta.CompactThetaSketch;
import org.apache.datasketches.theta.ThetaSetOperation;
import org.apache.datasketches.theta.ThetaUnion;
import org.apache.datasketches.theta.UpdatableThetaSketch;
import org.apache.datasketches.theta.UpdatableThetaSketchBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Counts different people in bounded space: exactly while there are at most {@value #EXACT_UP_TO}, estimated beyond
 * (Dasgupta, Lang, Rhodes, Thaler: A Framework for Estimating Stream Expression Cardinalities, ICDT 2016). Sketches of
 * parts merge into the sketch of the whole. Not for use by many threads.
 */
public final class DistinctCountSketch {

    /** Of 8 bytes each at most; the error of a larger number is 1 / 64 at one standard deviation. */
    static final int EXACT_UP_TO = 4_096;

    private static final int STANDARD_DEVIATIONS = 2;

    /** What an estimate keeps within in 95 of 100 cases. */
    static final double ERROR = STANDARD_DEVIATIONS / Math.sqrt(EXACT_UP_TO - 1);

    /** More are added to a sketch, whose smallest size is that of dozens of short names. */
    private static final int FEW = 16;

    private @Nullable List<String> few;
    private @Nullable UpdatableThetaSketch added;
    private @Nullable ThetaUnion merged;

    /** Counts a person, once however often. */
    public void add(String person) {
        if (added != null) {
            added.update(person);
            return;
        }
        if (few == null) {
            few = new ArrayList<>(1);
        }
        few.add(person);
        if (few.size() == FEW) {
            added = sketch(few, EXACT_UP_TO);
            few = null;
        }
    }

    /** @param entries up to so many are counted exactly; the less, the less memory there is to make and to clear */
    private static UpdatableThetaSketch sketch(List<String> people, int entries) {
        UpdatableThetaSketch sketch =
                new UpdatableThetaSketchBuilder().setNominalEntries(entries).build();
        people.forEach(sketch::update);
        return sketch;
    }

    /** Counts those whom another sketch has counted. */
    public void merge(byte @Nullable [] sketch) {
        if (sketch != null) {
            union().union(CompactThetaSketch.wrap(sketch));
        }
    }

    /** Counts those whom another has counted. */
    public void merge(DistinctCountSketch other) {
        CompactThetaSketch result = other.result();
        if (result != null) {
            union().union(result);
        }
    }

    /** For {@link #merge}; null when no person was counted. A sixth larger than the compressed form, and read in a fraction. */
    byte @Nullable [] bytes() {
        CompactThetaSketch result = result();
        return result == null ? null : result.toByteArray();
    }

    public People people() {
        CompactThetaSketch result = result();
        return result == null ? People.NONE : people(Math.round(result.getEstimate()), !result.isEstimationMode());
    }

    public static People people(long count, boolean exact) {
        return new People(count, exact ? 0 : ERROR);
    }

    private ThetaUnion union() {
        ThetaUnion union = merged;
        if (union == null) {
            union = ThetaSetOperation.builder().setNominalEntries(EXACT_UP_TO).buildUnion();
            merged = union;
        }
        return union;
    }

    private @Nullable CompactThetaSketch result() {
        if (few != null) {
            // For good only if it is merged: those who ask for the bytes of thousands need one at a time.
            UpdatableThetaSketch sketch = sketch(few, FEW);
            if (merged == null) {
                return sketch.compact();
            }
            merged.union(sketch);
            few = null;
        }
        if (merged == null) {
            return added == null ? null : added.compact();
        }
        if (added != null) {
            merged.union(added);
            added = null;
        }
        return merged.getResult();
    }
}
