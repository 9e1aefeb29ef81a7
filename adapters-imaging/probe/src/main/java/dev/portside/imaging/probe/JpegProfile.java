package dev.portside.imaging.probe;

import java.util.Map;
import java.util.TreeMap;

/** ICC profile in the segments of a JPEG, which may be many and in any order (ICC.1:2022, B.4). */
final class JpegProfile {

    private static final String NAME = "ICC_PROFILE\0";

    /** Where the data of each begins and ends, by its number. */
    private final Map<Integer, int[]> segments = new TreeMap<>();

    private int count;
    private boolean contradicts;

    /** Behind the name stand the number of this segment and how many there are. */
    void segment(Bytes bytes, int at, int end) {
        int data = at + 4 + NAME.length() + 2;
        if (!bytes.has(at + 4, NAME) || data > end) {
            return;
        }
        int of = bytes.u8(data - 1);
        contradicts |= count != 0 && count != of;
        count = of;
        contradicts |= segments.put(bytes.u8(data - 2), new int[] {data, end}) != null;
    }

    /** A profile of which some is missing or there twice is none. */
    void write(ProbedFile.Parts parts) {
        boolean complete = !contradicts
                && segments.size() == count
                && segments.keySet().stream().allMatch(number -> number >= 1 && number <= count);
        if (complete) {
            segments.values().forEach(segment -> parts.profile(segment[0], segment[1], false));
        }
    }
}
