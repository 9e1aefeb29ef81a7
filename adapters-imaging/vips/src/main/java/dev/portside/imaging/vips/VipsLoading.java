package dev.portside.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Result of the search for the library.
 *
 * @param vips null when something is missing
 * @param reason what to do about it; null when nothing is missing
 */
record VipsLoading(@Nullable Vips vips, @Nullable String reason) {

    /** Debian and other Linux, then macOS. */
    private static final List<String> LIBRARY_NAMES = List.of("libvips.so.42", "libvips.42.dylib");

    private static final String INSTALL =
            "libvips 8.14 or newer is needed (Debian: apt-get install libvips42, macOS: brew install vips)";

    static final VipsLoading LOADED = load();

    /** Never throws: an engine that is not there is no reason not to start. */
    private static VipsLoading load() {
        for (String name : LIBRARY_NAMES) {
            Optional<SymbolLookup> library = find(name);
            if (library.isPresent()) {
                try {
                    return new VipsLoading(new Vips(library.get()), null);
                } catch (IllegalStateException e) {
                    return new VipsLoading(null, e.getMessage() + "; " + INSTALL);
                }
            }
        }
        return new VipsLoading(null, INSTALL);
    }

    @SuppressWarnings("restricted") // a library by its plain name: the system decides which one that is
    private static Optional<SymbolLookup> find(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    Optional<String> missing() {
        return Optional.ofNullable(reason);
    }

    Vips orThrow() {
        if (vips == null) {
            throw new IllegalStateException(reason);
        }
        return vips;
    }
}
