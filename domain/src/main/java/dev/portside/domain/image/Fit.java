package dev.portside.domain.image;

/** Rule for an image whose proportions are not those requested; the names are those of CSS {@code object-fit}. */
public enum Fit {
    /** It fills the frame, and what stands out, the same on both sides, is cut off. */
    COVER,
    /** All of it is in the frame, and the rest of the frame is transparent, or white in JPEG. */
    CONTAIN,
    /** It is stretched to the frame. */
    FILL,
    /** It is as large as the frame allows, and there is no rest: the answer may be smaller than the frame on one side. */
    INSIDE
}
