package dev.portside.imaging.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Header and table of tags of an ICC profile (ICC.1:2022, 7.2 and 7.3). Decided here, once, and not by what decodes: which colours
 * an image has must not depend on the engine.
 */
final class IccHeader {

    private static final int HEADER = 128;
    private static final int TABLE = HEADER + 4;
    private static final int ENTRY = 12;
    private static final int MOST_TAGS = 100;

    /** A tag begins with its type and four zeros. */
    private static final int TAG_HEAD = 8;

    private static final int SIGNATURE_AT = 36;

    /** Of what gives colours: scanners and cameras, screens, presses, and spaces of work. */
    private static final Set<String> CLASSES = Set.of("scnr", "mntr", "prtr", "spac");

    private IccHeader() {}

    /** Returns whether the header is sound, and the profile is one of pixels with so many colours. */
    static boolean fits(byte[] profile, int colours) {
        ByteBuffer bytes = ByteBuffer.wrap(profile);
        if (profile.length < TABLE
                || bytes.getInt(0) < TABLE
                || bytes.getInt(0) > profile.length
                || !text(profile, SIGNATURE_AT).equals("acsp")
                || !CLASSES.contains(text(profile, 12))
                || !text(profile, 16).equals(space(colours))) {
            return false;
        }
        String connection = text(profile, 20);
        return (connection.equals("XYZ ") || connection.equals("Lab "))
                && describes(tags(profile, bytes.getInt(0)), colours, connection);
    }

    private static String space(int colours) {
        return switch (colours) {
            case 1 -> "GRAY";
            case 3 -> "RGB ";
            default -> "CMYK";
        };
    }

    /** The names of all tags; none when one of them lies outside. */
    private static Set<String> tags(byte[] profile, int size) {
        ByteBuffer bytes = ByteBuffer.wrap(profile);
        int count = bytes.getInt(HEADER);
        if (count < 1 || count > MOST_TAGS || TABLE + count * ENTRY > size) {
            return Set.of();
        }
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < count; i++) {
            int at = TABLE + i * ENTRY;
            long offset = bytes.getInt(at + 4) & 0xFFFF_FFFFL;
            long length = bytes.getInt(at + 8) & 0xFFFF_FFFFL;
            if (offset < TABLE || length < TAG_HEAD || offset + length > size) {
                return Set.of();
            }
            String name = text(profile, at);
            if (typed(name, text(profile, (int) offset))) {
                tags.add(name);
            }
        }
        return tags;
    }

    /** Returns whether a tag that makes colours is of a type that can. */
    private static boolean typed(String name, String type) {
        return switch (name) {
            case "A2B0", "A2B1", "A2B2" -> List.of("mft1", "mft2", "mAB ").contains(type);
            case "rXYZ", "gXYZ", "bXYZ" -> type.equals("XYZ ");
            case "rTRC", "gTRC", "bTRC", "kTRC" -> type.equals("curv") || type.equals("para");
            default -> true;
        };
    }

    private static boolean describes(Set<String> tags, int colours, String connection) {
        if (tags.contains("A2B0")) {
            return true;
        }
        return switch (colours) {
            case 1 -> tags.contains("kTRC");
            case 3 ->
                connection.equals("XYZ ") && tags.containsAll(List.of("rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"));
            default -> false;
        };
    }

    private static String text(byte[] profile, int at) {
        return new String(profile, at, 4, StandardCharsets.ISO_8859_1);
    }
}
