package dev.portside.imaging.vips;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Factory of Java's handles of C functions. Only here and in {@link Vips} does native code become callable. */
final class Natives {

    private final SymbolLookup library;

    Natives(SymbolLookup library) {
        this.library = library;
    }

    MethodHandle function(String name, FunctionDescriptor signature) {
        return handle(name, signature);
    }

    /** One that takes names and values of options after its own arguments, and a null at the end. */
    MethodHandle withOptions(String name, FunctionDescriptor fixed, MemoryLayout... options) {
        return handle(
                name,
                fixed.appendArgumentLayouts(options),
                Linker.Option.firstVariadicArg(fixed.argumentLayouts().size()));
    }

    @SuppressWarnings("restricted") // what is called, and with which arguments, stands in this package alone
    private MethodHandle handle(String name, FunctionDescriptor signature, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(
                        library.find(name)
                                .orElseThrow(() -> new IllegalStateException("The libvips installed has no " + name)),
                        signature,
                        options);
    }
}
